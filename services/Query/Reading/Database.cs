using System.Globalization;
using KpiPlatform.Query.Observing;
using Npgsql;

namespace KpiPlatform.Query.Reading;

/// <summary>A database as this service may see it: as the role that only reads, in sessions that only read, each statement within a time.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly NpgsqlDataSource source;

    /// <param name="connectionString">Of one server or of several, by commas.</param>
    /// <param name="timeout">Of a statement.</param>
    /// <param name="of">Which of several servers, when the connection string does not say.</param>
    public Database(string connectionString, TimeSpan timeout, TargetSessionAttributes of = TargetSessionAttributes.Primary)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "kpi-query",
            MaxAutoPrepare = 50,
            AutoPrepareMinUsages = 2,
            // The server gives up first, and says so.
            CommandTimeout = (int)timeout.TotalSeconds + 5,
        };
        var milliseconds = ((int)timeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        settings.Options = $"{settings.Options} -c role=kpi_reader -c default_transaction_read_only=on -c statement_timeout={milliseconds} -c jit=off -c work_mem=64MB".Trim();
        source = Servers.Open(settings, "kpi-reader", of);
    }

    /// <summary>A replica that is further behind is told of: in answers and in this service's health.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.MaxValue;

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken ct) => source.OpenConnectionAsync(ct);

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
