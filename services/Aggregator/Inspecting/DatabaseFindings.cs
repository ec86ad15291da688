using System.Globalization;
using System.Reflection;
using KpiPlatform.Aggregator.Schema;
using KpiPlatform.Kpis;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace KpiPlatform.Aggregator.Inspecting;

/// <summary>What the state of the database means.</summary>
internal static class DatabaseFindings
{
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(5);

    public static IEnumerable<Finding> Of(DatabaseState state, int partitions)
    {
        if (state.Trouble is { } trouble) return [Unreachable(trouble)];
        return OfServer(state.Server!).Append(Schema(state.Migrations)).Concat(state.Tables is { } tables ? OfTables(tables, partitions) : []);
    }

    private static Finding Unreachable(NpgsqlException e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            Finding.Wrong("database", "it refuses our name or password", "secret-rotation", "the password in KPI_POSTGRES is the new one?"),
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => Finding.Wrong("database", "it has no connection left", "database-lost", "select application_name, count(*) from pg_stat_activity group by 1"),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } sql => Finding.Wrong("database", sql.MessageText, "database-lost", "restore it, or correct KPI_POSTGRES"),
        PostgresException sql => Finding.Wrong("database", sql.MessageText, "database-lost", "its log says why: ./kpi logs postgres"),
        _ => Finding.Wrong("database", e.GetBaseException().Message, "database-lost", "start it; its log says why it ended: ./kpi logs postgres"),
    };

    private static IEnumerable<Finding> OfServer(ServerState server)
    {
        yield return server.IsStandby || server.IsReadOnly
            ? Finding.Wrong("database", server.IsStandby ? "it is a standby: nothing can be counted here" : "default_transaction_read_only is on: nothing can be counted", "database-lost", "KPI_POSTGRES must name the primary; was there a failover?")
            : Finding.Well("database", Invariant($"{server.Bytes >> 20} MB, {server.Connections} of {server.MostConnections} connections"));
        if (server.Connections > 0.9 * server.MostConnections)
            yield return Finding.Wrong("connections", Invariant($"{server.Connections} of {server.MostConnections} are taken"), "database-lost", "select application_name, count(*) from pg_stat_activity group by 1");
        if (server.Clock.Duration() > MostSkew)
            yield return Finding.Wrong("clock", Invariant($"the database's is {server.Clock.TotalSeconds:+0;-0} s off this machine's"), "clock", "timedatectl, on both");
        yield return Archiving(server);
        if (server.IdleSlots is { } slots)
            yield return Finding.Wrong("replication slots", $"nobody reads from {slots}, and more than 1 GB of write-ahead log is kept for it", "disk-full", "start its reader, or select pg_drop_replication_slot('…')");
        if (server.OldTransactions is { } old)
            yield return Finding.Wrong("transactions", $"open for more than 15 minutes, so nothing newer is vacuumed: {old}", "slow-queries", "select pg_terminate_backend(PID), unless it is a verify or a backup");
        if (server.OldPrepared is { } prepared)
            yield return Finding.Wrong("transactions", $"{prepared}: the platform prepares none", "slow-queries", "rollback prepared '…'");
        if (server.Waits is { } waits)
            yield return Finding.Wrong("locks", $"waiting for more than 10 s: {waits}", "slow-queries", "select pid, application_name, query from pg_stat_activity where pid = …; it may be ended: select pg_terminate_backend(…)");
    }

    private static Finding Archiving(ServerState server) => !server.Archives
        ? Finding.Well("archiving", "off: a restore brings back the last backup, not a point in time")
        : server.ArchivingFails
            ? Finding.Wrong("archiving", Invariant($"the write-ahead log cannot be archived ({server.ArchiveFailures} failures, the last good one {server.ArchivedAt:u}); it fills the database's disk meanwhile"), "backup", "./kpi logs postgres; make room where the archive is")
            : Finding.Well("archiving", server.ArchivedAt is { } at ? Invariant($"the last file at {at:u}") : "nothing yet");

    private static Finding Schema(IReadOnlyList<string> migrations)
    {
        if (migrations.Count == 0)
            return Finding.Wrong("schema", "the database is empty: it was never migrated, or is another one", "database-lost", "KPI_POSTGRES is right? then: ./kpi up, or `aggregator migrate`; or restore a backup");
        var mine = typeof(SchemaContext).Assembly.GetTypes().Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().Order(StringComparer.Ordinal).ToList();
        var (missing, foreign) = (mine.Except(migrations).ToList(), migrations.Except(mine).ToList());
        return missing.Count > 0
            ? Finding.Wrong("schema", $"the database lacks {string.Join(", ", missing)}", "upgrade", "`aggregator migrate` (./kpi up does it)")
            : Finding.Well("schema", foreign.Count > 0 ? $"{mine[^1]}; a newer program added {string.Join(", ", foreign)}" : mine[^1]);
    }

    private static IEnumerable<Finding> OfTables(TablesState tables, int partitions)
    {
        if (tables.CountedUntil.Count != partitions)
            yield return Finding.Wrong("partitions", Invariant($"the database has {tables.CountedUntil.Count}, KPI_PARTITIONS says {partitions}"), "scaling", Invariant($"set KPI_PARTITIONS={tables.CountedUntil.Count} everywhere"));
        yield return tables.Definitions is null || tables.Definitions == DefinitionSet.Of(Catalogue.Default).Fingerprint
            ? Finding.Well("definitions", "the projections are by this program's")
            : Finding.Wrong("definitions", "the projections are by another program's definitions", "upgrade", "./kpi status; a newer aggregator makes them anew by itself, an older one waits");
        yield return tables.Quarantined == 0
            ? Finding.Well("quarantine", "empty")
            : Finding.Wrong("quarantine", Invariant($"{tables.Quarantined} events are not counted, the first since {tables.QuarantinedSince:u}"), "quarantine", "./kpi quarantine list");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
