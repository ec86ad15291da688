using FsCheck;
using FsCheck.Fluent;
using KpiPlatform.Kpis;
using KpiPlatform.Testing;

namespace KpiPlatform.Aggregator.Tests;

/// <summary>The same promise where numbers change with no event: silences end as time passes, and calendars change, both at any moment.</summary>
public sealed class PromiseUnderRulesTests(ProjectionDatabase database) : IClassFixture<ProjectionDatabase>
{
    [Fact]
    public void Whenever_silences_end_and_calendars_change_between_batches_the_numbers_are_those_of_a_rebuild_at_the_end()
    {
        var refolded = 0;
        var runs =
            from arrival in Histories.Arrivals
            from size in Gen.Choose(1, 7)
            from circumstances in Histories.Circumstances((arrival.Arrival.Length + size - 1) / size)
            from refolds in Gen.ArrayOf(Gen.Elements(true, false), circumstances.Length)
            select (arrival.Set, Batches: arrival.Arrival.Chunk(size).ToArray(), Circumstances: circumstances, Refolds: refolds);
        var property = Prop.ForAll(Arb.From(runs), run =>
        {
            var tables = new InMemoryTables();
            for (var i = 0; i < run.Batches.Length; i++)
            {
                var now = new Conditions(Decided.Rules(run.Circumstances[i].Rules), run.Circumstances[i].Now);
                tables.Project(run.Batches[i], now);
                if (run.Refolds[i]) refolded += tables.Refold(now);
            }

            var end = new Conditions(Decided.Rules(run.Circumstances[^1].Rules), run.Circumstances.Max(c => c.Now));
            refolded += tables.Refold(end);
            return tables.Digest() == ProjectionDatabase.DigestOf(run.Set, end);
        });
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
        Assert.True(refolded > 1000, $"only {refolded} streams were folded again: the test tried nothing");
    }

    [Fact]
    public async Task Crashes_and_workers_beside_silences_and_calendar_changes_give_the_same_tables()
    {
        var (seed, happened) = (1000, 0);
        foreach (var (set, arrival) in Histories.Arrivals.Sample(40, 20))
        {
            await database.EmptyAsync();
            var (crashes, random) = (new Crashes(seed++), new Random(seed));
            var working = Task.WhenAll(Enumerable.Range(0, 2).Select(worker => crashes.WorkAsync(database, arrival.Where((_, i) => i % 2 == worker || i % 5 == 0))));
            var rules = Rules.None;
            for (var i = 0; i < 4; i++)
            {
                database.Clock.Now = Story.At("09:00").AddMinutes(random.Next(600));
                if (random.Next(2) == 0) rules = Decided.Rules(i + 1) with { Version = await database.DecideAsync(Decided.Documents[i]) };
                await crashes.RefoldAsync(database);
                await database.VerifiedAsync();
            }

            await working;
            database.Clock.Now = SetClock.Start;
            await crashes.RefoldAsync(database);

            var expected = ProjectionDatabase.DigestOf(set, new(rules, SetClock.Start));
            Assert.Equal(expected, await database.VerifiedAsync());
            await database.Rebuild.RunAsync(progress: null, CancellationToken.None);
            Assert.Equal(expected, await database.VerifiedAsync());
            happened += crashes.Happened;
        }

        Assert.True(happened > 100, $"only {happened} crashes: the test tried nothing");
    }
}
