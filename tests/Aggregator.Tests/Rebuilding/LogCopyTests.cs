using FsCheck.Fluent;
using KpiPlatform.Aggregator.Rebuilding;
using KpiPlatform.Aggregator.Schema;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Kpis;
using KpiPlatform.Testing;
using Npgsql;

namespace KpiPlatform.Aggregator.Tests.Rebuilding;

public sealed class LogCopyTests(ProjectionDatabase database) : IClassFixture<ProjectionDatabase>
{
    private const int Partitions = 7;

    [Fact]
    public async Task Another_number_of_partitions_gives_the_same_numbers_and_copying_again_only_what_came_since()
    {
        var events = Histories.Sets.Sample(30, 30).SelectMany((set, i) => set.Select(e => e with { Subject = $"{e.Subject}-{i}" })).ToList();
        await database.EmptyAsync();
        await database.DecideAsync("""{"calendars":[],"targets":[]}""", events[0].Workspace);
        await database.ProjectAsync(events.Take(events.Count / 2));
        var connection = await (await PostgresServer.GetAsync()).NewDatabaseAsync("copy");
        await new Migrator(connection, Partitions, TimeProvider.System).MigrateAsync(CancellationToken.None);
        await using var other = NpgsqlDataSource.Create(connection);

        var first = await CopyAsync(other);
        await database.ProjectAsync(events);
        var second = await CopyAsync(other);

        Assert.Equal(first.Read, first.New);
        Assert.Equal(second.Read - first.Read, second.New);
        Assert.All(await new Verify(other, Catalogue.Default).RunAsync(CancellationToken.None), verdict => Assert.True(verdict.Agrees));
        const string Numbers = "select coalesce(string_agg(f, ' ' order by f), '') from (select (workspace, at, stream, ticket, measures, amounts)::text f from facts) facts";
        Assert.Equal(await database.AskAsync<string>(Numbers), await AskAsync<string>(other, Numbers));
        Assert.Equal(Partitions, await AskAsync<long>(other, "select count(distinct partition) from log"));
        Assert.Equal(await database.AskAsync<long>("select max(version) from rules"), await AskAsync<long>(other, "select max(version) from rules"));
    }

    private async Task<CopyReport> CopyAsync(NpgsqlDataSource to)
    {
        var store = new ProjectionStore(to, Catalogue.Default, new RulesTable(), database.Clock);
        return await new LogCopy(database.Source, to, store, Partitions).RunAsync(workspace: null, progress: null, CancellationToken.None);
    }

    private static async Task<T> AskAsync<T>(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
