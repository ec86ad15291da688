using KpiPlatform.Aggregator.Consuming;
using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Aggregator.Rebuilding;
using KpiPlatform.Aggregator.Schema;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis;
using KpiPlatform.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace KpiPlatform.Aggregator.Tests;

/// <summary>A migrated database of the test class's own, and the ways into it.</summary>
public sealed class ProjectionDatabase : IAsyncLifetime
{
    public const int Partitions = 3;

    internal NpgsqlDataSource Source { get; private set; } = null!;
    internal string ConnectionString { get; private set; } = "";
    internal SetClock Clock { get; } = new();
    internal ProjectionStore Store => new(Source, Catalogue.Default, new RulesTable(), Clock);
    internal RefoldStore Refolds => new(Source, Catalogue.Default, new RulesTable(), Clock);
    internal Rebuild Rebuild => new(Source, Store, TimeProvider.System);

    /// <summary>As if by a release with this catalogue.</summary>
    internal ProjectionStore StoreOf(Catalogue catalogue) => new(Source, catalogue, new RulesTable(), Clock);

    internal PartitionWorker Worker(int partition, ProjectionStore? store = null, IHostApplicationLifetime? lifetime = null) => new(
        partition, store ?? Store, new QuarantineStore(Source, store ?? Store),
        new Retreat(lifetime ?? new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), TimeProvider.System, NullLogger<Retreat>.Instance),
        TimeProvider.System, NullLogger<PartitionWorker>.Instance);

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await (await PostgresServer.GetAsync()).NewDatabaseAsync("aggregator");
        await new Migrator(ConnectionString, Partitions, TimeProvider.System).MigrateAsync(CancellationToken.None);
        Source = NpgsqlDataSource.Create(ConnectionString);
    }

    public ValueTask DisposeAsync() => Source?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Each partition's events, in the order given.</summary>
    internal static IEnumerable<IGrouping<int, CanonicalEvent>> ByPartition(IEnumerable<CanonicalEvent> events) =>
        events.GroupBy(e => Partitioning.Of(e.Workspace, e.Source, e.Subject, Partitions));

    /// <summary>Projects events, each into its partition.</summary>
    internal async Task ProjectAsync(IEnumerable<CanonicalEvent> events, ProjectionStore? store = null)
    {
        foreach (var own in ByPartition(events)) await (store ?? Store).ProjectAsync(own.Key, [.. own], CancellationToken.None);
    }

    /// <summary>The digests of all partitions; fails when what is stored is not what the log gives.</summary>
    internal async Task<string> VerifiedAsync()
    {
        var verdicts = await new Verify(Source, Catalogue.Default).RunAsync(CancellationToken.None);
        Assert.All(verdicts, v => Assert.True(v.Agrees, $"{v}"));
        return string.Join(' ', verdicts.Select(v => v.Stored));
    }

    /// <summary>Folds again all there is to fold; returns how many streams that were.</summary>
    internal async Task<int> RefoldAsync()
    {
        var (store, streams) = (Refolds, 0);
        foreach (var partition in await store.OverdueAsync([], CancellationToken.None))
        {
            while (await store.RefoldAsync(partition, [], CancellationToken.None) is { } change) streams += change.Streams.Count;
        }

        return streams;
    }

    /// <summary>A workspace decides something.</summary>
    internal Task<long> DecideAsync(string document, string workspace = "acme") =>
        AskAsync<long>($"insert into rules (workspace, version, document) values ('{workspace}', nextval('rules_versions'), '{document}') returning version");

    internal async Task EmptyAsync()
    {
        await using var empty = Source.CreateCommand("truncate log, timelines, cells, facts, quarantine, rules, erasures, retired; update partitions set last_seq = 0, archive = null, archive_digest = default, numbers_from = null");
        await empty.ExecuteNonQueryAsync();
    }

    internal async Task<T> AskAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The digests of a set of events, computed without any database, as of the start of the clock unless a test says otherwise.</summary>
    internal static string DigestOf(IEnumerable<CanonicalEvent> events, Conditions? now = null)
    {
        var byPartition = ByPartition(events).ToDictionary(own => own.Key, own => own.ToList());
        return string.Join(' ', Enumerable.Range(0, Partitions).Select(p => DigestOfOne(byPartition.GetValueOrDefault(p, []), now ?? new(Rules.None, SetClock.Start))));
    }

    private static string DigestOfOne(List<CanonicalEvent> events, Conditions now)
    {
        var change = new BatchProjector(Catalogue.Default).Project(BatchProjector.ByStream(events), new Dictionary<Guid, StreamState>(), (_, _) => now);
        var digest = new ProjectionDigest();
        foreach (var stream in change.Streams) digest.Add(stream);
        foreach (var (key, tallies) in change.Cells.Where(c => !c.Value.IsEmpty)) digest.Add(key, tallies.Encode());
        return digest.ToString();
    }
}
