using KpiPlatform.Aggregator.Consuming;
using KpiPlatform.Aggregator.Rebuilding;
using KpiPlatform.Aggregator.Schema;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis;
using KpiPlatform.Testing;
using MassTransit;
using MassTransit.Serialization;
using Npgsql;

namespace KpiPlatform.Aggregator.Tests.Releases;

/// <summary>
/// What earlier releases left behind: a database as pg_dump wrote it, and messages that were at the broker when it was stopped. A folder is added for
/// each release and never changed: every later program goes on from there.
/// </summary>
public sealed class ReleaseTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Releases");

    public static TheoryData<string> Releases => [.. Directory.GetDirectories(Folder).Select(f => Path.GetFileName(f)!)];

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Its_database_is_migrated_and_its_messages_are_counted_on_top(string release)
    {
        var connection = await RestoredAsync(release);
        await using var source = NpgsqlDataSource.Create(connection);
        var before = await CountAsync(source);
        var messages = Messages(release);

        await new Migrator(connection, 4, TimeProvider.System).MigrateAsync(CancellationToken.None);
        await Migrator.CheckAsync(source, CancellationToken.None);
        var store = new ProjectionStore(source, Catalogue.Default, new RulesTable(), TimeProvider.System);
        await TakeOverAsync(source, store);
        await AgreesAsync(source);
        foreach (var own in messages.GroupBy(e => Partitioning.Of(e.Workspace, e.Source, e.Subject, 4)))
            Assert.Empty((await store.ProjectAsync(own.Key, [.. own], CancellationToken.None)).Failures);

        await AgreesAsync(source);
        var known = messages.Count(e => e.Id == "2"); // it was in the database, and was sent again
        Assert.Equal((1, before + messages.Count - 1), (known, await CountAsync(source)));
        await new Rebuild(source, store, TimeProvider.System).RunAsync(progress: null, CancellationToken.None);
        await AgreesAsync(source);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Its_database_can_still_be_written_by_it_after_the_migration(string release)
    {
        var connection = await RestoredAsync(release);
        await new Migrator(connection, 4, TimeProvider.System).MigrateAsync(CancellationToken.None);
        await using var source = NpgsqlDataSource.Create(connection);

        // What the release says to the database, with the columns that it knew.
        foreach (var statement in File.ReadLines(Path.Combine(Folder, release, "statements.sql")).Where(l => l.Length > 0))
        {
            await using var said = source.CreateCommand(statement);
            Assert.True(await said.ExecuteNonQueryAsync() != 0, statement);
        }
    }

    private static List<CanonicalEvent> Messages(string release)
    {
        var events = new List<CanonicalEvent>();
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, release), "message-*.json"))
        {
            var context = new BatchDeserializer().Deserialize(new StringMessageBody(File.ReadAllText(file)), EmptyHeaders.Instance);
            Assert.True(context.TryGetMessage<EventBatch>(out var batch), file);
            events.AddRange(batch!.Events);
        }

        return events;
    }

    private static async Task<string> RestoredAsync(string release)
    {
        var server = await PostgresServer.GetAsync();
        await new Migrator(await server.NewDatabaseAsync("roles"), 1, TimeProvider.System).MigrateAsync(CancellationToken.None); // the server's roles
        var connection = await server.NewDatabaseAsync("release");
        await using var db = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await db.OpenAsync();
        await using var restore = new NpgsqlCommand(await File.ReadAllTextAsync(Path.Combine(Folder, release, "database.sql")), db);
        await restore.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>As <see cref="StartUp"/> does.</summary>
    private static async Task TakeOverAsync(NpgsqlDataSource source, ProjectionStore store)
    {
        await using var db = await source.OpenConnectionAsync();
        var stored = (await StoredDefinitions.ReadAsync(db, CancellationToken.None))!;
        if (stored.Fingerprint == store.Definitions.Fingerprint) await StoredDefinitions.WriteAsync(db, store.Definitions, CancellationToken.None);
        else await new Rebuild(source, store, TimeProvider.System).RunAsync(progress: null, CancellationToken.None);
    }

    private static async Task AgreesAsync(NpgsqlDataSource source) =>
        Assert.All(await new Verify(source, Catalogue.Default).RunAsync(CancellationToken.None), v => Assert.True(v.Agrees, $"{v}"));

    private static async Task<long> CountAsync(NpgsqlDataSource source)
    {
        await using var count = source.CreateCommand("select count(*) from log");
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
