using FsCheck.Fluent;
using KpiPlatform.Aggregator.Retaining;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis;
using KpiPlatform.Testing;

namespace KpiPlatform.Aggregator.Tests.Retaining;

/// <summary>Old log is let go of; the numbers don't know it.</summary>
public sealed class RetentionTests(ProjectionDatabase database) : IClassFixture<ProjectionDatabase>
{
    private const string InLog = "select count(*) from log where subject = ";

    [Fact]
    public async Task However_often_it_crashes_every_number_stays_and_verify_and_rebuild_agree()
    {
        var (seed, happened, retired) = (90, 0, 0L);
        foreach (var sets in Histories.Sets.Sample(40, 12).Chunk(4))
        {
            await database.EmptyAsync();
            await database.ProjectAsync(sets.SelectMany((set, i) => set.Select(e => e with { Subject = $"{e.Subject}-{i}", Time = e.Time.AddDays(i) })));
            await database.RefoldAsync();
            var numbers = await database.NumbersAsync();
            var crashes = new Crashes(seed++);

            // Two of the four days are older than the log is kept.
            var keep = database.Clock.Now - Story.At("9 00:00");
            var report = await Crashes.UntilDoneAsync(async () =>
            {
                await database.VerifiedAsync();
                Assert.Equal(numbers, await database.NumbersAsync());
                return await Retention(crashes).RunAsync(new(keep), dryRun: false, CancellationToken.None);
            });

            Assert.True(report.Done);
            Assert.Equal(numbers, await database.NumbersAsync());
            await database.VerifiedAsync();
            await database.Rebuild.RunAsync(progress: null, CancellationToken.None);
            await database.VerifiedAsync();
            Assert.Equal(numbers, await database.NumbersAsync());
            Assert.Equal(0, await database.AskAsync<long>("select count(*) from facts where shard in (select archive from partitions) and subject <> ''"));
            retired += await database.AskAsync<long>("select count(*) from retired where not in_log");
            happened += crashes.Happened;
        }

        Assert.True(happened > 2 && retired > 10, $"{happened} crashes, {retired} streams: the test tried nothing");
    }

    [Fact]
    public async Task What_comes_late_for_a_ticket_without_its_log_is_no_new_ticket()
    {
        await database.EmptyAsync();
        var old = new Story("old").Opened("1 09:00").Reply("1 10:00", "ann").Resolved("1 11:00", "ann");
        await database.ProjectAsync(old.Events);
        Assert.Equal(1, (await Retention().RunAsync(new(TimeSpan.FromDays(30)), dryRun: false, CancellationToken.None)).Retired);
        var numbers = await database.NumbersAsync();

        await database.ProjectAsync([.. old.Events, .. old.Reopened("20 09:00").Events, .. new Story("new").Opened("20 09:00").Resolved("20 10:00").Events]);

        Assert.Equal((0, 2), (await database.AskAsync<long>($"{InLog}'old'"), await database.AskAsync<long>($"{InLog}'new'")));
        Assert.NotEqual(numbers, await database.NumbersAsync());
        await database.VerifiedAsync();
    }

    [Fact]
    public async Task A_thread_whose_past_was_let_go_of_goes_on_as_if_it_were_there()
    {
        await database.EmptyAsync();
        var thread = new Story("page:1").Wrote("1 09:00", gapHours: 1).Wrote("1 09:10", Party.Agent).Wrote("1 09:20", gapHours: 1);
        await database.ProjectAsync(thread.Events);
        Assert.Equal(1, (await Retention().RunAsync(new(TimeSpan.FromDays(30)), dryRun: false, CancellationToken.None)).Retired);

        await database.ProjectAsync(thread.Wrote("25 09:00", gapHours: 1).Wrote("25 09:30", Party.Agent).Events);

        Assert.Equal(2, await database.AskAsync<long>($"{InLog}'page:1'"));
        await database.VerifiedAsync();
        var numbers = await database.NumbersAsync();
        Assert.Equal(1, (await Retention().RunAsync(new(TimeSpan.FromDays(30)), dryRun: false, CancellationToken.None)).Retired);
        Assert.Equal((0, numbers), (await database.AskAsync<long>($"{InLog}'page:1'"), await database.NumbersAsync()));
        await database.VerifiedAsync();
        await database.EmptyAsync();
        await database.ProjectAsync(thread.Events);
        Assert.Equal(Cells(numbers), Cells(await database.NumbersAsync()));
    }

    [Fact]
    public async Task What_is_open_stays_however_old_and_so_does_what_is_young()
    {
        await database.EmptyAsync();
        await database.ProjectAsync(
        [
            .. new Story("open").Opened("1 09:00").Events, .. new Story("done").Opened("1 09:00").Resolved("1 10:00").Events, .. new Story("survey").Answered("1 09:00", 4).Events,
            .. new Story("young").Opened("1 09:00").Resolved("28 10:00").Events, .. new Story("gone").Opened("1 09:00").Removed("1 10:00").Events,
        ]);
        var keep = database.Clock.Now - Story.At("20 00:00");

        var asked = await Retention().RunAsync(new(keep), dryRun: true, CancellationToken.None);
        var done = await Retention().RunAsync(new(keep), dryRun: false, CancellationToken.None);

        Assert.Equal((5, 3, 1, 0), (asked.Streams, asked.Retired, asked.Open, asked.Events));
        Assert.Equal((5, 3, 1, 5), (done.Streams, done.Retired, done.Open, done.Events));
        Assert.Equal("open young", await database.AskAsync<string>("select string_agg(distinct subject, ' ' order by subject) from log"));
        await database.VerifiedAsync();
    }

    [Fact]
    public async Task An_empty_month_of_the_log_is_dropped_and_one_with_rows_stays()
    {
        await database.EmptyAsync();
        await database.AskAsync<object?>("create table log_2026_01 partition of log for values from ('2026-01-01Z') to ('2026-02-01Z'); create table log_2026_02 partition of log for values from ('2026-02-01Z') to ('2026-03-01Z'); select null::text");
        await database.ProjectAsync(new Story("open").Opened("2026-01-05 09:00").Events.Concat(new Story("done").Opened("2026-02-05 09:00").Resolved("2026-02-05 09:00").Events));

        await Retention().RunAsync(new(TimeSpan.FromDays(60)), dryRun: false, CancellationToken.None);

        Assert.Equal("log_2026_01", await database.AskAsync<string>("select string_agg(tablename, ' ') from pg_tables where tablename in ('log_2026_01', 'log_2026_02')"));
    }

    /// <summary>Facts have the number of their thread's ticket, which begins anew, too.</summary>
    private static string Cells(string numbers) => numbers.Split(' ')[0];

    private Retention Retention(Crashes? crashes = null) => Retention(database, crashes);

    internal static Retention Retention(ProjectionDatabase database, Crashes? crashes)
    {
        Func<string, Task>? checkpoint = crashes is null ? null : crashes.Maybe;
        return new(database.Source, new RetirementStore(database.Source, Catalogue.Default, database.Clock, checkpoint), new OldNumbers(database.Source, Catalogue.Default, checkpoint), database.Clock, checkpoint);
    }
}
