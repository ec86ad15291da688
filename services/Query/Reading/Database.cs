using System.Globalization;
using KpiPlatform.Query.Observing;
using Npgsql;

namespace KpiPlatform.Query.Reading;

/// <summary>The database as this service may see it: as the role that only reads, in sessions that only read, each statement within a time.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly NpgsqlDataSource source;

    public Database(string connectionString, TimeSpan timeout)
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
        source = TracedDatabase.Open(settings, "kpi-reader");
    }

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken ct) => source.OpenConnectionAsync(ct);

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
