namespace KpiPlatform.Platform.Batching;

/// <summary>How much goes together and how much may wait.</summary>
public sealed record CoalescerOptions<T>
{
    /// <summary>The most weight in one batch. A single heavier item makes a batch of its own.</summary>
    public required int MaxWeight { get; init; }

    /// <summary>The most weight that may wait. An item heavier than this is taken when nothing else waits.</summary>
    public required int Capacity { get; init; }

    /// <summary>Batches in work at the same time.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>What an item counts, at least 1.</summary>
    public Func<T, int> Weigh { get; init; } = static _ => 1;
}

/// <summary>There is no room for the item now; nothing was done with it.</summary>
public sealed class CoalescerFullException() : Exception("Too much is waiting already.");
