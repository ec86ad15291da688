namespace KpiPlatform.Aggregator.Consuming;

/// <summary>What a partition has taken from its queue and not yet counted.</summary>
internal sealed class InHand(int partition)
{
    private long taken;
    private readonly HashSet<Received> messages = new(ReferenceEqualityComparer.Instance);

    public int Partition => partition;

    public long Events
    {
        get { lock (messages) return messages.Sum(m => (long)m.Events.Count); }
    }

    /// <summary>Messages taken since the process began.</summary>
    public long Taken => Interlocked.Read(ref taken);

    public void Add(Received message)
    {
        Interlocked.Increment(ref taken);
        lock (messages) messages.Add(message);
    }

    public void Remove(Received message)
    {
        lock (messages) messages.Remove(message);
    }

    /// <summary>Since the oldest event was accepted; zero when there is none.</summary>
    public TimeSpan Age(DateTimeOffset now)
    {
        lock (messages)
        {
            var oldest = messages.SelectMany(m => m.Events).Min(e => (DateTimeOffset?)e.ReceivedAt);
            return oldest < now ? now - oldest.Value : TimeSpan.Zero;
        }
    }
}
