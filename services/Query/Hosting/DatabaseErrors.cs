using KpiPlatform.Platform.Hosting;
using KpiPlatform.Query.Reading;
using Npgsql;

namespace KpiPlatform.Query.Hosting;

/// <summary>What goes wrong with the database is told as what it means for the caller: come again, or ask for less.</summary>
internal sealed partial class DatabaseErrors(ILogger<DatabaseErrors> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            return Problems.Of(StatusCodes.Status504GatewayTimeout, "query_too_large", "The query took too long: ask for a shorter window, or group and filter by one dimension only.");
        }
        catch (Exception e) when (e is NpgsqlException or DatabaseNotReadyException)
        {
            Unavailable(e.Message);
            return Problems.NotNow(context.HttpContext, StatusCodes.Status503ServiceUnavailable, "database_unavailable", "The database cannot be read now.", retryAfterSeconds: 1);
        }
    }

    [LoggerMessage(LogLevel.Error, "The database cannot be read: {Reason}")]
    private partial void Unavailable(string reason);
}
