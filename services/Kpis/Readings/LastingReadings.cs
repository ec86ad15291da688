using KpiPlatform.Kpis.Cells;

namespace KpiPlatform.Kpis.Readings;

/// <summary>A number that lasting contributions have a part in.</summary>
public abstract record LastingReading : Reading
{
    public sealed override Number Read(Tallies tallies, Statistic statistic) => Read(tallies, Lasted.Nothing);

    public abstract Number Read(Tallies tallies, Lasted lasted);

    /// <summary>The measure of customers who came (+1) and went (−1); null when the base has no part in it.</summary>
    public virtual Measure? Flow => null;
}

/// <summary>Customers at the window's end.</summary>
/// <param name="Counted">The measure of counts.</param>
/// <param name="Changes">The measure of customers who came (+1) and went (−1).</param>
public sealed record BaseAtEnd(Measure Counted, Measure Changes) : LastingReading
{
    public override Measure? Flow => Changes;

    public override IReadOnlyList<Measure> Measures => [Counted, Changes];

    public override Number Read(Tallies tallies, Lasted lasted) => new(lasted.BaseAtEnd ?? 0, lasted.BaseAtEnd ?? 0);
}

/// <summary>A share of the customers at the window's start.</summary>
/// <param name="Counted">The measure of counts.</param>
/// <param name="Changes">The measure of customers who came (+1) and went (−1).</param>
/// <param name="Other">A measure that the share is made with.</param>
/// <param name="Share">From the base at the start, the base at the end and the count of <paramref name="Other"/> to the numerator.</param>
public sealed record BaseShare(Measure Counted, Measure Changes, Measure Other, Func<long, long, long, long> Share) : LastingReading
{
    public override Measure? Flow => Changes;

    public override IReadOnlyList<Measure> Measures => [Counted, Changes, Other];

    public override Number Read(Tallies tallies, Lasted lasted)
    {
        if (lasted is not { BaseAtStart: { } start and not 0, BaseAtEnd: { } end }) return new(null, lasted.BaseAtStart ?? 0);
        var numerator = Share(start, end, tallies[Other].N);
        return new((double)numerator / start, start) { Numerator = numerator, Denominator = start };
    }
}

/// <summary>Money divided by a count, or by money. Currencies are never mixed: with more than one the value is null and each has its own.</summary>
/// <param name="Over">What is divided.</param>
/// <param name="Count">By how many; null when it is divided by money.</param>
/// <param name="Under">By which money; null when it is divided by a count.</param>
public sealed record MoneyPer(Measure Over, Measure? Count, Measure? Under) : LastingReading
{
    public override IReadOnlyList<Measure> Measures => [.. new[] { Over, Count, Under }.OfType<Measure>()];

    public override Number Read(Tallies tallies, Lasted lasted)
    {
        var byCurrency = new SortedDictionary<string, double?>(StringComparer.Ordinal);
        foreach (var ((measure, currency), money) in lasted.Money)
        {
            if (measure == Over.Code) byCurrency[currency] = Divide(money.Amount, Divisor(tallies, lasted, currency));
        }

        var n = Count is { } count ? tallies[count].N : lasted.Money.Sum(m => m.Value.N);
        return byCurrency.Count == 1
            ? new(byCurrency.Values.Single(), n) { Currency = Count is null ? null : byCurrency.Keys.Single() }
            : new(null, n) { ByCurrency = byCurrency.Count == 0 ? null : byCurrency };
    }

    private decimal Divisor(Tallies tallies, Lasted lasted, string currency) =>
        Count is { } count ? tallies[count].N : lasted.Money.GetValueOrDefault((Under!.Code, currency)).Amount;

    private static double? Divide(decimal over, decimal under) => under == 0 ? null : (double)(over / under);
}
