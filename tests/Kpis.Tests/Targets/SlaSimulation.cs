namespace KpiPlatform.Kpis.Tests.Targets;

internal enum SlaStep
{
    Customer,
    Agent,
    Bot,
    Resolved,
    Reopened,
}

/// <summary>How many clocks stand how.</summary>
internal sealed record SlaCount(int Met, int Breached, int Undecided, int Cancelled, int AtRisk, int Overdue);

/// <summary>A ticket that a customer opened at minute 0, lived through minute by minute: clocks are counters, and nothing is looked up later.</summary>
internal sealed class SlaSimulation
{
    public const int Answer = 20;
    public const int Resolve = 60;

    private readonly List<Counter> waits = [new()];
    private readonly Counter resolution = new();
    private Counter? waiting;
    private Counter? thanks;
    private bool resolved;

    public SlaSimulation() => waiting = waits[0];

    public int Clocks => waits.Count + 1;

    public SlaCount Count
    {
        get
        {
            var all = waits.Select(w => (Counter: w, Limit: Answer)).Append((Counter: resolution, Limit: Resolve)).ToList();
            return new(
                all.Count(c => c.Counter.Is == "met"),
                all.Count(c => c.Counter.Is == "breached"),
                all.Count(c => c.Counter.Is == "running"),
                all.Count(c => c.Counter.Is == "cancelled"),
                all.Count(c => c.Counter.Is == "running" && c.Counter.Age > c.Limit * 4 / 5),
                all.Count(c => c.Counter.Is == "breached" && !c.Counter.IsOver));
        }
    }

    public void Hear(SlaStep step)
    {
        switch (step)
        {
            case SlaStep.Customer when resolved: thanks ??= new(); break;
            case SlaStep.Customer when waiting is null: waits.Add(waiting = new()); break;
            case SlaStep.Agent: WakeUp(); waiting?.Over("met"); waiting = null; break;
            case SlaStep.Resolved when !resolved: resolved = true; waiting?.Over("cancelled"); waiting = null; resolution.Over("met"); break;
            case SlaStep.Reopened when resolved: resolved = false; WakeUp(); resolution.Again(); break;
        }
    }

    /// <summary>A minute is over. What has reached its limit unanswered is breached in it.</summary>
    public void Pass()
    {
        foreach (var wait in waits) wait.Check(Answer);
        resolution.Check(Resolve);
        foreach (var counter in waits.Append(resolution).Append(thanks ?? new())) counter.Age++;
    }

    /// <summary>Who only said thanks is waiting after all, since he said so.</summary>
    private void WakeUp()
    {
        if (thanks is null) return;
        thanks.Check(Answer + 1);
        waits.Add(waiting = thanks);
        thanks = null;
    }

    private sealed class Counter
    {
        /// <summary>Minutes begun.</summary>
        public int Age { get; set; }

        public string Is { get; private set; } = "running";

        public bool IsOver { get; private set; }

        public void Over(string how)
        {
            IsOver = true;
            if (Is == "running") Is = how;
        }

        public void Again()
        {
            IsOver = false;
            if (Is == "met") Is = "running";
        }

        public void Check(int limit)
        {
            if (Is == "running" && Age >= limit) Is = "breached";
        }
    }
}
