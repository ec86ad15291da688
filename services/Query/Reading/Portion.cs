using KpiPlatform.Kpis.Time;
using NodaTime;

namespace KpiPlatform.Query.Reading;

/// <summary>Time to add up: pieces, and the buckets that what is in them goes to.</summary>
/// <param name="Buckets">Null when all goes together.</param>
/// <param name="Measures">Codes of the measures that matter; nothing is read when there are none.</param>
/// <param name="IsStock">What there is at the window's end, not what happened in it.</param>
internal sealed record Portion(IReadOnlyList<Piece> Pieces, Buckets? Buckets, IReadOnlySet<int> Measures, bool IsStock = false)
{
    /// <summary>Only what is booked in this time, where the pieces are of the tickets' openings.</summary>
    public TimeRange? Booked { get; init; }

    /// <summary>Which facts are wanted, where facts are read.</summary>
    public Which Facts { get; init; }

    public int SlotOf(Instant at) => Buckets?.Of(at) ?? 0;
}

/// <summary>Facts, all or of one kind.</summary>
internal enum Which
{
    All,

    /// <summary>Those that cells have, too.</summary>
    InCells,

    /// <summary>Those of what is still there after all that came and went.</summary>
    StillThere,

    /// <summary>Those scheduled behind their stream's last event, which no cell has.</summary>
    Ahead,
}

/// <summary>From an instant, inclusive, to another, exclusive; everything when it has no bounds.</summary>
internal readonly record struct TimeRange(Instant From, Instant To)
{
    public static TimeRange Always { get; } = new(Instant.MinValue, Instant.MaxValue);

    public TimeRange And(TimeRange other) => new(Instant.Max(From, other.From), Instant.Min(To, other.To));
}
