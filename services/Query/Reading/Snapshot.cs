using System.Data;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using NodaTime;
using Npgsql;

namespace KpiPlatform.Query.Reading;

/// <summary>One consistent view of the projections: everything that one request reads, it reads in this.</summary>
internal sealed class Snapshot : IAsyncDisposable
{
    private static readonly string Sql = SqlFile.Read("snapshot");

    private static readonly DefinitionSet Own = DefinitionSet.Of(Catalogue.Default);
    private readonly NpgsqlTransaction transaction;
    private string? fingerprint;

    private Snapshot(NpgsqlConnection connection, NpgsqlTransaction transaction, string workspace) => (Connection, this.transaction, Workspace) = (connection, transaction, workspace);

    public NpgsqlConnection Connection { get; }

    public string Workspace { get; }

    /// <summary>The builds of the partitions to read, ascending.</summary>
    public int[] Shards { get; private set; } = [];

    /// <summary>Grows with every event, and whenever numbers change without one.</summary>
    public long Version { get; private set; }

    /// <summary>How far each partition had come. Two replicas may have come as far in sum, and not in each.</summary>
    public string Positions { get; private set; } = "";

    /// <summary>When the snapshot was taken, by the database's clock.</summary>
    public Instant AsOf { get; private set; }

    /// <summary>The latest time that any event happened at; null before the first.</summary>
    public Instant? Watermark { get; private set; }

    /// <summary>How long the newest events took from their arrival until they were counted, in the slowest partition, and until a replica had them; null before the first.</summary>
    public double? LagSeconds { get; private set; }

    /// <summary>On a replica: how many seconds of what is counted it may lack; null on the primary.</summary>
    public double? ReplicaDelaySeconds { get; private set; }

    /// <summary>The replica lacks more than it may.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>The workspace has nothing before this, and nothing at or after <see cref="Last"/>.</summary>
    public Instant First { get; private set; } = Instant.MaxValue;

    public Instant Last { get; private set; } = Instant.MinValue;

    /// <summary>The workspace has changed its rules, and some of its numbers are still by the older ones.</summary>
    public bool Recalculating { get; private set; }

    /// <summary>The version of the workspace's newest rules; 0 when it has decided nothing.</summary>
    public long RulesVersion { get; private set; }

    /// <summary>The log of what ended before was let go of: its numbers stay as they were, whatever is decided later.</summary>
    public Instant ArchivedUntil { get; private set; } = Instant.MinValue;

    /// <summary>Numbers of before were let go of.</summary>
    public Instant NumbersFrom { get; private set; } = Instant.MinValue;

    /// <summary>The numbers are made by the definitions of a later release than this program.</summary>
    public bool IsOfLaterDefinitions { get; private set; }

    /// <exception cref="DatabaseNotReadyException">The database is not set up, or its numbers are still those of an earlier release.</exception>
    public static async Task<Snapshot> TakeAsync(Database database, string workspace, CancellationToken ct)
    {
        var connection = await database.OpenAsync(ct);
        try
        {
            var snapshot = new Snapshot(connection, await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct), workspace);
            await snapshot.LookAsync(ct);
            if (snapshot.fingerprint is { } theirs && theirs != Own.Fingerprint) await snapshot.CompareAsync(theirs, ct);
            snapshot.IsBehind = snapshot.ReplicaDelaySeconds > database.LongestDelay.TotalSeconds;
            return snapshot;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }

    private async Task LookAsync(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql, Connection) { Parameters = { new() { Value = Workspace }, new() { Value = (short)Grain.Day } } };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var (shards, positions) = (new List<int>(), new SortedDictionary<int, long>());
        while (await rows.ReadAsync(ct))
        {
            shards.Add(rows.GetInt32(0));
            positions[shards[^1]] = rows.GetInt64(1);
            if (At(rows, 2) is { } eventAt) Watermark = Watermark is { } w ? Instant.Max(w, eventAt) : eventAt;
            if ((At(rows, 3), At(rows, 4)) is ({ } received, { } committed)) LagSeconds = Math.Max(LagSeconds ?? 0, (committed - received).TotalSeconds);
            AsOf = At(rows, 5)!.Value;
            if (At(rows, 6) is { } first) First = Instant.Min(First, first);
            if (At(rows, 7) is { } last) Last = Instant.Max(Last, last + Duration.FromDays(1));
            Recalculating |= rows.GetBoolean(8);
            RulesVersion = rows.GetInt64(9);
            fingerprint = rows.IsDBNull(10) ? null : rows.GetString(10);
            if (At(rows, 11) is { } archived) ArchivedUntil = Instant.Max(ArchivedUntil, archived);
            if (At(rows, 13) is { } kept) NumbersFrom = Instant.Max(NumbersFrom, kept);
            ReplicaDelaySeconds = rows.IsDBNull(12) ? null : Math.Max(0, rows.GetDouble(12));
        }

        LagSeconds += ReplicaDelaySeconds ?? 0;
        (Version, Positions) = (positions.Values.Sum(), string.Join(',', positions.Values));
        shards.Sort();
        Shards = [.. shards];
        if (Shards.Length == 0) throw new DatabaseNotReadyException("The database has no partitions: the aggregator has not been set up.");
    }

    /// <summary>During an upgrade. What a later release made has all that this one asks for, as long as nothing was taken out; what an earlier one made has not.</summary>
    private async Task CompareAsync(string theirs, CancellationToken ct)
    {
        await using var read = new NpgsqlCommand("select coalesce(version, 0), coalesce(measures, '{}') from catalogue", Connection);
        await using var rows = await read.ExecuteReaderAsync(ct);
        if (!await rows.ReadAsync(ct)) return;
        var stored = new DefinitionSet(theirs, rows.GetInt32(0), rows.GetFieldValue<string[]>(1));
        IsOfLaterDefinitions = stored.Serve(Own);
        if (!IsOfLaterDefinitions) throw new DatabaseNotReadyException($"The numbers are still made by {stored}, this service answers by {Own}: it waits until the aggregator has made them anew.");
    }

    private static Instant? At(NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : Instant.FromDateTimeUtc(rows.GetDateTime(column));
}

/// <summary>The database answers, but is not set up for reading yet.</summary>
internal sealed class DatabaseNotReadyException(string message) : Exception(message);
