using KpiPlatform.Aggregator.Observing;
using Npgsql;

namespace KpiPlatform.Aggregator.Storage;

/// <summary>The database that is written: <c>KPI_POSTGRES</c> names one server, or several (<c>Host=a,b</c>) of which one is the primary, now or after a failover.</summary>
internal static class Primary
{
    /// <summary>For connections outside a data source.</summary>
    public static NpgsqlConnectionStringBuilder Settings(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.TargetSessionAttributes = IsOneOfSeveral(settings) ? "primary" : null;
        return settings;
    }

    public static NpgsqlDataSource Open(string connectionString)
    {
        // Npgsql refuses the word in the connection string of a data source, and wants it asked for like this.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { TargetSessionAttributes = null };
        var builder = TracedDatabase.Builder(settings.ConnectionString);
        return IsOneOfSeveral(settings) ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary) : builder.Build();
    }

    private static bool IsOneOfSeveral(NpgsqlConnectionStringBuilder settings) => settings.Host?.Contains(',', StringComparison.Ordinal) == true;
}
