namespace KpiPlatform.Kpis.Facts;

/// <summary>One measure of a fact: which (<see cref="Measure.Code"/>) and its value in the measure's own whole unit.</summary>
public readonly record struct Booking(int Measure, long Value);

/// <summary>
/// What one ticket contributes at one instant for one agent and area: the row behind every number. A ticket's facts are always made anew
/// from its whole timeline and compared with those before, so nothing is ever incremented.
/// </summary>
/// <param name="Ticket">Which ticket of its stream.</param>
/// <param name="At">The instant it is booked on.</param>
/// <param name="OpenedAt">When the ticket was opened; null while that is not known.</param>
public sealed record Fact(int Ticket, DateTimeOffset At, DateTimeOffset? OpenedAt, Dimensions Dimensions, IReadOnlyList<Booking> Bookings)
{
    /// <summary>For a fact that is not of one instant. Such facts are in no cell.</summary>
    public Lasting? Lasting { get; init; }

    /// <summary>
    /// True for what is scheduled behind the stream's last event: a deadline that the next event may well take back. Such facts are in no cell either,
    /// which would be most of the writing; only open tickets have any, so they are few.
    /// </summary>
    public bool IsAhead { get; init; }

    /// <summary>
    /// True when the fact is of what came and went of a ticket that is still there: all its changes together are not nothing. The others cancel out, so what there is now
    /// is told by these few, whatever it is grouped by.
    /// </summary>
    public bool IsStillThere { get; init; }

    public bool Equals(Fact? other) =>
        other is not null && Ticket == other.Ticket && At == other.At && OpenedAt == other.OpenedAt && Dimensions == other.Dimensions && Lasting == other.Lasting && IsAhead == other.IsAhead && IsStillThere == other.IsStillThere
        && Bookings.SequenceEqual(other.Bookings);

    public override int GetHashCode() => HashCode.Combine(Ticket, At, Dimensions.Agent, Bookings.Count);
}

/// <summary>The facts that a change of a stream takes away and those that it adds.</summary>
public sealed record FactDiff(IReadOnlyList<Fact> Removed, IReadOnlyList<Fact> Added)
{
    /// <summary>Facts that are in both are in neither list.</summary>
    public static FactDiff Between(IReadOnlyList<Fact> before, IReadOnlyList<Fact> after)
    {
        if (before.Count == 0) return new([], after);
        var kept = before.ToHashSet();
        kept.IntersectWith(after);
        return new([.. before.Where(f => !kept.Contains(f))], [.. after.Where(f => !kept.Contains(f))]);
    }
}
