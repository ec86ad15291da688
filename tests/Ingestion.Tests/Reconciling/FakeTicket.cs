namespace KpiPlatform.Ingestion.Tests.Reconciling;

/// <summary>A ticket of a made-up help desk. Times are whole seconds, long ago enough not to be left to a webhook.</summary>
internal sealed class FakeTicket(int id, DateTimeOffset createdAt)
{
    private readonly List<FakeMessage> messages = [new(10 * id, createdAt.AddSeconds(1), IsAgent: false)];

    public int Id => id;

    public DateTimeOffset CreatedAt => createdAt;

    public IReadOnlyList<FakeMessage> Messages => messages;

    public DateTimeOffset? SolvedAt { get; private set; }

    public DateTimeOffset UpdatedAt => SolvedAt ?? messages[^1].At;

    public bool IsSolved => SolvedAt is not null;

    public FakeTicket Write(DateTimeOffset at, bool isAgent)
    {
        messages.Add(new FakeMessage((10 * id) + messages.Count, at, isAgent));
        return this;
    }

    public FakeTicket Solve(DateTimeOffset at)
    {
        SolvedAt = at;
        return this;
    }

    /// <summary>Some tickets of the last two hours: each with an answer, every third solved, one with many messages.</summary>
    public static List<FakeTicket> Some(int count, DateTimeOffset now)
    {
        var start = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero).AddHours(-2);
        var tickets = Enumerable.Range(1, count).Select(id => new FakeTicket(id, start.AddSeconds(20 * id)).Write(start.AddSeconds((20 * id) + 300), isAgent: true)).ToList();
        foreach (var ticket in tickets.Where(ticket => ticket.Id % 3 == 0)) ticket.Solve(ticket.UpdatedAt.AddSeconds(60));
        for (var i = 1; i <= 70; i++) tickets[0].Write(tickets[0].UpdatedAt.AddSeconds(10), i % 2 == 0);
        return tickets;
    }
}

internal sealed record FakeMessage(int Id, DateTimeOffset At, bool IsAgent);
