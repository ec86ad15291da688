using FsCheck.Fluent;
using KpiPlatform.Aggregator.Retaining;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Testing;

namespace KpiPlatform.Aggregator.Tests.Retaining;

/// <summary>Numbers of long ago are let go of; those of later don't know it.</summary>
public sealed class OldNumbersTests(ProjectionDatabase database) : IClassFixture<ProjectionDatabase>
{
    private const string Targets = """{"targets":[{"id":"fast","kpi":"response_time","threshold":1800,"revision":1},{"id":"done","kpi":"resolution_time","threshold":7200,"revision":1}]}""";
    private static readonly DateTimeOffset CarriedAt = Story.At("11 00:00").AddMicroseconds(-1);
    private static readonly IReadOnlySet<int> Stocks = Catalogue.Default.StockMeasures;
    private static readonly int Customers = Measure("customers");

    /// <summary>Such that windows from 11 October on can be asked for, and the ages of what was opened 30 days before.</summary>
    private Keep Keep => new(database.Clock.Now - Story.At("14 00:00"), database.Clock.Now - Story.At("2026-10-13 12:00"));

    [Fact]
    public async Task However_often_it_crashes_every_later_number_stays_and_verify_agrees()
    {
        var (seed, happened, gone, carried) = (7, 0, 0L, 0L);
        foreach (var sets in Histories.Sets.Sample(40, 12).Chunk(4))
        {
            await database.EmptyAsync();
            await database.DecideAsync(Targets);
            await database.ProjectAsync(sets.SelectMany((set, i) => set.Select(e => e with { Subject = $"{e.Subject}-{i}", Time = Story.At("09:00").AddDays(i) + ((e.Time - Story.At("09:00")) * 12) })).Concat(Crossing("crossing", "9", "13")));
            await database.RefoldAsync();
            await Retention().RunAsync(Keep with { Numbers = null }, dryRun: false, CancellationToken.None);
            var (numbers, facts) = (await LaterNumbersAsync(), await FactsAsync());
            var crashes = new Crashes(seed++);

            var report = await Crashes.UntilDoneAsync(async () =>
            {
                await database.VerifiedAsync();
                Assert.Equal(numbers, await LaterNumbersAsync());
                return await Retention(crashes).RunAsync(Keep, dryRun: false, CancellationToken.None);
            });

            Assert.Equal(("2026-10-11 00:00:00Z", true), (report.NumbersFrom, report.Done));
            Assert.Equal(numbers, await LaterNumbersAsync());
            await database.VerifiedAsync();
            Assert.Equal(0, await database.AskAsync<long>($"select count(*) from facts where shard in (select archive from partitions) and until is null and at < '{CarriedAt:O}' and not measures && array[{Customers}]"));
            carried += await database.AskAsync<long>($"select count(*) from facts where shard in (select archive from partitions) and at = '{CarriedAt:O}'");
            gone += facts - await FactsAsync();
            happened += crashes.Happened;
        }

        Assert.True(happened > 2 && gone > 50 && carried >= 3, $"{happened} crashes, {gone} facts gone, {carried} carried: the test tried nothing");
    }

    [Fact]
    public async Task A_pass_carries_on_what_the_one_before_carried()
    {
        await database.EmptyAsync();
        await database.ProjectAsync([.. Enumerable.Range(1, 7).SelectMany(i => Crossing($"old-{i}", "9", "13")), .. Crossing("young", "12", "13")]);
        await Retention().RunAsync(Keep, dryRun: false, CancellationToken.None);
        var carried = await CarriedAsync("11");
        Assert.InRange(carried.Facts, 1, ProjectionDatabase.Partitions);
        Assert.Equal(7, carried.Backlog);

        var next = await Retention().RunAsync(Keep with { Numbers = Keep.Numbers - TimeSpan.FromDays(1) }, dryRun: false, CancellationToken.None);

        Assert.Equal("2026-10-12 00:00:00Z", next.NumbersFrom);
        Assert.Equal(carried, await CarriedAsync("12"));
        await database.VerifiedAsync();
        await Retention().RunAsync(Keep with { Numbers = Keep.Numbers - TimeSpan.FromDays(5) }, dryRun: false, CancellationToken.None);
        Assert.Equal(0, await FactsAsync());
        Assert.Equal(0, await database.AskAsync<long>("select count(*) from cells"));
        await database.VerifiedAsync();
    }

    [Fact]
    public async Task Nothing_is_refused_as_long_as_nothing_was_let_go_of()
    {
        await database.EmptyAsync();
        await database.ProjectAsync(Crossing("young", "12", "13"));
        var asked = await Retention().RunAsync(Keep, dryRun: true, CancellationToken.None);
        await Retention().RunAsync(Keep, dryRun: false, CancellationToken.None);
        Assert.Equal((0, 0), (asked.Facts, await database.AskAsync<long>("select count(*) from partitions where numbers_from is not null")));
    }

    [Fact]
    public async Task Customers_and_their_counts_stay_and_amounts_go_when_their_period_is_over()
    {
        await database.EmptyAsync();
        await database.ProjectAsync(
        [
            .. new Story("c1").Tell(EventTypes.CustomerJoined, "8 09:00", new() { Customer = "c1" }).Events,
            .. new Story("count").Tell(EventTypes.CustomersCounted, "8 10:00", new() { Count = 40 }).Events,
            .. new Story("june").Tell(EventTypes.AmountRecorded, "8 11:00", Cost("2026-06-01 00:00", "2026-07-01 00:00")).Events,
            .. new Story("september").Tell(EventTypes.AmountRecorded, "8 11:00", Cost("1 00:00", "31 00:00")).Events,
        ]);

        var report = await Retention().RunAsync(Keep, dryRun: false, CancellationToken.None);

        Assert.Equal((4, 1), (report.Retired, report.Facts));
        Assert.Equal("09-01 09-08 09-08", await database.AskAsync<string>("select string_agg(to_char(at at time zone 'UTC', 'MM-DD'), ' ' order by at) from facts"));
        await database.VerifiedAsync();

        static EventData Cost(string from, string to) => new() { Kind = "support_cost", Amount = 10, Currency = "EUR", From = Story.At(from), To = Story.At(to) };
    }

    /// <summary>All that a question can read whose window begins 30 days after what is carried, or later.</summary>
    private async Task<string> LaterNumbersAsync()
    {
        var cells = await database.CellsAsync();
        var later = cells.Where(c => c.Key.Grain != Grain.Ever && c.Key.Bucket > CarriedAt).OrderBy(c => c.Key.ToString()).Select(c => $"{c.Key} {Convert.ToHexString(c.Value.Encode())}");
        var stocks = cells.Where(c => c.Key.Grain == Grain.Ever).OrderBy(c => c.Key.ToString()).SelectMany(c => Stocks.Select(m => $"{c.Key} {m} {c.Value[m].Sum}")).Where(s => !s.EndsWith(" 0", StringComparison.Ordinal));
        var before = cells.Where(c => c.Key.Grain == Grain.Day && c.Key.Bucket < CarriedAt).GroupBy(c => (c.Key.Cut, c.Key.Value)).OrderBy(g => g.Key)
            .SelectMany(g => Stocks.Select(m => $"{g.Key} {m} {g.Sum(c => c.Value[m].Sum)}")).Where(s => !s.EndsWith(" 0", StringComparison.Ordinal));
        var facts = await database.AskAsync<string>($$"""
            select coalesce(string_agg(r, E'\n' order by r), '') from (
                select (to_jsonb(f) - '{shard,stream,subject}'::text[])::text from facts f where shard in {{AllNumbers.Shards}} and (at > '{{CarriedAt:O}}' or until > '{{CarriedAt:O}}' or measures && array[{{Customers}}])
                union all
                select to_jsonb(s)::text from (
                    select channel, channel_detail, source, agent, team, category, priority, area, measure, sum(amount) as came
                    from (select *, unnest(measures) as measure, unnest(amounts) as amount from facts where shard in {{AllNumbers.Shards}} and at <= '{{CarriedAt:O}}' and until is null) m
                    where measure in ({{string.Join(',', Stocks)}}) group by 1, 2, 3, 4, 5, 6, 7, 8, 9 having sum(amount) <> 0) s
            ) x (r)
            """);
        return string.Join('\n', [.. later, .. stocks, .. before, facts]);
    }

    private static int Measure(string kpi) => Catalogue.Default.Find(kpi)!.Measures.Last().Code;

    private static IEnumerable<CanonicalEvent> Crossing(string subject, string opened, string resolved) =>
        new Story(subject).Opened($"{opened} 09:00").Reply($"{opened} 10:00", "ann").Resolved($"{resolved} 09:00", "ann").Events;

    private Task<long> FactsAsync() => database.AskAsync<long>("select count(*) from facts");

    /// <summary>How many facts carry a backlog on to a day, and how much.</summary>
    private async Task<(long Facts, long Backlog)> CarriedAsync(string day)
    {
        var where = $"from facts where at = '{Story.At($"{day} 00:00").AddMicroseconds(-1):O}'";
        return (await database.AskAsync<long>($"select count(*) {where}"), await database.AskAsync<long>($"select coalesce(sum(amounts[array_position(measures, {Measure("backlog")})]), 0)::bigint {where}"));
    }

    private Retention Retention(Crashes? crashes = null) => RetentionTests.Retention(database, crashes);
}
