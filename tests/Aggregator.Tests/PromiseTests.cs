using FsCheck;
using FsCheck.Fluent;
using KpiPlatform.Aggregator.Storage;
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
            await EmptyAsync();
            var crashes = new Crashes(seed++);
            await Task.WhenAll(Enumerable.Range(0, 3).Select(worker => WorkAsync(arrival.Where((_, i) => i % 3 == worker || i % 5 == 0), crashes)));

            Assert.Equal(ProjectionDatabase.DigestOf(set), await database.VerifiedAsync());
            Assert.Equal(set.Length, await database.AskAsync<long>("select count(*) from log"));
            happened += crashes.Happened;
        }

        Assert.True(happened > 100, $"only {happened} crashes: the test tried nothing");
    }

    /// <summary>Projects batch after batch; a batch whose transaction crashed comes again, as the broker would bring it.</summary>
    private async Task WorkAsync(IEnumerable<CanonicalEvent> arrival, Crashes crashes)
    {
        var store = new ProjectionStore(database.Source, Catalogue.Default, crashes.Maybe);
        foreach (var batch in arrival.Chunk(6))
        {
            foreach (var own in ProjectionDatabase.ByPartition(batch))
            {
                for (var done = false; !done;)
                {
                    try
                    {
                        await store.ProjectAsync(own.Key, [.. own], CancellationToken.None);
                        done = true;
                    }
                    catch (CrashException)
                    {
                    }
                }
            }
        }
    }

    private async Task EmptyAsync()
    {
        await using var empty = database.Source.CreateCommand("truncate log, timelines, cells, facts, quarantine; update partitions set last_seq = 0");
        await empty.ExecuteNonQueryAsync();
    }

    private static string InMemory(IEnumerable<CanonicalEvent[]> batches)
    {
        var tables = new InMemoryTables();
        foreach (var batch in batches) tables.Project(batch);
        return tables.Digest();
    }

    private sealed class CrashException : Exception;

    /// <summary>Ends about one in twelve steps with an exception, decided by a seed.</summary>
    private sealed class Crashes(int seed)
    {
        private readonly Random random = new(seed);
        private int happened;

        public int Happened => happened;

        public Task Maybe(string step)
        {
            lock (random)
            {
                if (random.Next(12) != 0) return Task.CompletedTask;
            }

            Interlocked.Increment(ref happened);
            return Task.FromException(new CrashException());
        }
    }
}
