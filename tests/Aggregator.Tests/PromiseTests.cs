using FsCheck;
using FsCheck.Fluent;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis;

namespace KpiPlatform.Aggregator.Tests;

/// <summary>
/// The engine's promise: the projections are a pure function of the set of distinct events, whatever their order, duplication and batches,
/// however many workers there are and wherever they crash.
/// </summary>
public sealed class PromiseTests(ProjectionDatabase database) : IClassFixture<ProjectionDatabase>
{
    [Fact]
    public void Any_order_any_duplication_and_any_batches_give_the_same_cells_and_facts()
    {
        var property = Prop.ForAll(Arb.From(Histories.Arrivals.SelectMany(_ => Gen.Choose(1, 7), (a, size) => (a.Set, a.Arrival, Size: size))), run =>
            ProjectionDatabase.DigestOf(run.Set) == InMemory(run.Arrival.Chunk(run.Size)));
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public async Task Crashes_between_any_statements_and_several_workers_give_the_same_tables()
    {
        var (seed, happened) = (0, 0);
        foreach (var (set, arrival) in Histories.Arrivals.Sample(40, 30))
        {
            await database.EmptyAsync();
            var crashes = new Crashes(seed++);
            await Task.WhenAll(Enumerable.Range(0, 3).Select(worker => crashes.WorkAsync(database, arrival.Where((_, i) => i % 3 == worker || i % 5 == 0))));

            Assert.Equal(ProjectionDatabase.DigestOf(set), await database.VerifiedAsync());
            Assert.Equal(set.Length, await database.AskAsync<long>("select count(*) from log"));
            happened += crashes.Happened;
        }

        Assert.True(happened > 100, $"only {happened} crashes: the test tried nothing");
    }

    private static string InMemory(IEnumerable<CanonicalEvent[]> batches)
    {
        var tables = new InMemoryTables();
        foreach (var batch in batches) tables.Project(batch, new(Rules.None, SetClock.Start));
        return tables.Digest();
    }
}
