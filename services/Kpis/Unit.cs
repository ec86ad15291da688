namespace KpiPlatform.Kpis;

/// <summary>The unit of a KPI's value.</summary>
/// <param name="Symbol">As answers show it: <c>s</c>, <c>tickets</c>, <c>ratio</c>.</param>
/// <param name="Whole">How many of a measure's whole units make one of these.</param>
public sealed record Unit(string Symbol, long Whole = 1)
{
    /// <summary>Seconds, kept as milliseconds.</summary>
    public static Unit Seconds { get; } = new("s", 1000);

    public static Unit Tickets { get; } = new("tickets");
    public static Unit Events { get; } = new("events");

    /// <summary>Running promises: a ticket may have several.</summary>
    public static Unit Clocks { get; } = new("clocks");
    public static Unit Replies { get; } = new("replies");

    public static Unit Customers { get; } = new("customers");
    public static Unit Returns { get; } = new("returns");

    /// <summary>Money, in the currency that the number names.</summary>
    public static Unit Money { get; } = new("money", Kpis.Money.Micro);

    /// <summary>A share from 0 to 1.</summary>
    public static Unit Ratio { get; } = new("ratio");

    /// <summary>A score from 1 to 5, kept in billionths.</summary>
    public static Unit OneToFive { get; } = new("1-5", Measure.ScoreUnit);

    /// <summary>A score from 1 to 7, kept in billionths.</summary>
    public static Unit OneToSeven { get; } = new("1-7", Measure.ScoreUnit);

    /// <summary>A score from 0 to 10, kept in billionths.</summary>
    public static Unit ZeroToTen { get; } = new("0-10", Measure.ScoreUnit);

    /// <summary>Points from −100 to 100.</summary>
    public static Unit Points { get; } = new("points");
}
