using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis;

namespace KpiPlatform.Aggregator.Tests;

/// <summary>Ends about one in twelve steps with an exception, decided by a seed.</summary>
internal sealed class Crashes(int seed)
{
    private readonly Random random = new(seed);
    private int happened;

    public int Happened => happened;

    /// <summary>Projects batch after batch; a batch whose transaction crashed comes again, as the broker would bring it.</summary>
    public async Task WorkAsync(ProjectionDatabase database, IEnumerable<CanonicalEvent> arrival)
    {
        var store = new ProjectionStore(database.Source, Catalogue.Default, new RulesTable(), database.Clock, Maybe);
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

    /// <summary>Folds again until nothing is left to fold, however often that crashes.</summary>
    public async Task RefoldAsync(ProjectionDatabase database)
    {
        var store = new RefoldStore(database.Source, Catalogue.Default, new RulesTable(), database.Clock, Maybe);
        while (await store.OverdueAsync([], CancellationToken.None) is { Count: > 0 } partitions)
        {
            foreach (var partition in partitions)
            {
                try
                {
                    await store.RefoldAsync(partition, [], CancellationToken.None);
                }
                catch (CrashException)
                {
                }
            }
        }
    }

    /// <summary>Until the work is done, however often it crashes and has to be begun again.</summary>
    public static async Task<T> UntilDoneAsync<T>(Func<Task<T>> work)
    {
        while (true)
        {
            try
            {
                return await work();
            }
            catch (CrashException)
            {
            }
        }
    }

    /// <summary>A checkpoint.</summary>
    public Task Maybe(string step)
    {
        lock (random)
        {
            if (random.Next(12) != 0) return Task.CompletedTask;
        }

        Interlocked.Increment(ref happened);
        return Task.FromException(new CrashException());
    }

    private sealed class CrashException : Exception;
}
