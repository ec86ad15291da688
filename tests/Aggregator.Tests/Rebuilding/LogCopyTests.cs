using FsCheck.Fluent;
using KpiPlatform.Aggregator.Erasing;
using KpiPlatform.Aggregator.Rebuilding;
using KpiPlatform.Aggregator.Schema;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Aggregator.Tests.Erasing;
using KpiPlatform.Contracts.V1;
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
        await using var other = await NewAsync();

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

    [Fact]
    public async Task One_workspace_goes_without_the_others_and_who_was_erased_does_not_come_back_there_either()
    {
        await database.EmptyAsync();
        var thread = new Story($"page:{People.Ann}").Wrote("09:00", gapHours: 1).Wrote("09:10", Party.Agent);
        var ticket = new Story("t1").Tell(EventTypes.TicketOpened, "09:00", new() { Channel = Channel.Email, Customer = People.Ann }).Resolved("10:00", "ann");
        await database.ProjectAsync([.. thread.Events, .. ticket.Events, .. new Story("t1", "globex").Opened("09:00").Events]);
        await new Erasure(database.Source, Catalogue.Default, database.Clock).RunAsync(new("acme", [People.Ann], Before: null), CancellationToken.None);
        await using var other = await NewAsync();

        var copied = await CopyAsync(other, "acme");
        await StoreOf(other).ProjectAsync(Partitioning.Of("acme", "/desk/a", $"page:{People.Ann}", Partitions), thread.Events, CancellationToken.None);

        Assert.Equal((4, 4), (copied.Read, copied.New));
        Assert.Equal(("acme", 4), (await AskAsync<string>(other, "select string_agg(distinct workspace, ' ') from log"), await AskAsync<long>(other, "select count(*) from log")));
        Assert.Equal(0, await AskAsync<long>(other, $"select count(*) from log where subject like '%{People.Ann}%' or data::text like '%{People.Ann}%'"));
        Assert.All(await new Verify(other, Catalogue.Default).RunAsync(CancellationToken.None), verdict => Assert.True(verdict.Agrees));
    }

    private async Task<NpgsqlDataSource> NewAsync()
    {
        var connection = await (await PostgresServer.GetAsync()).NewDatabaseAsync("copy");
        await new Migrator(connection, Partitions, TimeProvider.System).MigrateAsync(CancellationToken.None);
        return NpgsqlDataSource.Create(connection);
    }

    private ProjectionStore StoreOf(NpgsqlDataSource source) => new(source, Catalogue.Default, new RulesTable(), database.Clock);

    private Task<CopyReport> CopyAsync(NpgsqlDataSource to, string? workspace = null) =>
        new LogCopy(database.Source, to, StoreOf(to), Partitions).RunAsync(workspace, progress: null, CancellationToken.None);

    private static async Task<T> AskAsync<T>(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
