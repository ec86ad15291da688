namespace KpiPlatform.Kpis;

/// <summary>What lasting contributions amount to in one window.</summary>
/// <param name="Money">The part of each amount that is in the window, by measure and currency.</param>
/// <param name="BaseAtStart">Customers at the window's start; null when the question is not about them.</param>
/// <param name="BaseAtEnd">And at its end.</param>
public sealed record Lasted(IReadOnlyDictionary<(int Measure, string Currency), Money> Money, long? BaseAtStart = null, long? BaseAtEnd = null)
{
    public static Lasted Nothing { get; } = new(new Dictionary<(int, string), Money>());

    /// <summary>The share of amounts that is in a window, each spread evenly over its period.</summary>
    public static Dictionary<(int Measure, string Currency), Money> Spread(IEnumerable<LastingFact> amounts, DateTimeOffset from, DateTimeOffset to)
    {
        var sums = new Dictionary<(int, string), Money>();
        foreach (var amount in amounts)
        {
            if (amount.Lasting.Currency is not { } currency) continue;
            var overlap = Min(to, amount.Lasting.Until) - Max(from, amount.From);
            if (overlap <= TimeSpan.Zero) continue;
            var share = (decimal)overlap.Ticks / (amount.Lasting.Until - amount.From).Ticks;
            var sum = sums.GetValueOrDefault((amount.Measure, currency));
            sums[(amount.Measure, currency)] = new(sum.Amount + (share * amount.Value / Kpis.Money.Micro), sum.N + 1);
        }

        return sums;
    }

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}

/// <summary>Money of one currency, and how many amounts it is from.</summary>
public readonly record struct Money(decimal Amount, int N)
{
    /// <summary>Amounts are kept in millionths.</summary>
    public const long Micro = 1_000_000;
}
