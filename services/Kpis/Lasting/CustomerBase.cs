namespace KpiPlatform.Kpis;

/// <summary>
/// How many customers there are: the last count at or before an instant, plus those who joined and less those who left since; without a count,
/// all who ever joined less all who left. Each source counts its own customers.
/// </summary>
public static class CustomerBase
{
    /// <summary>The base of one source at some instants.</summary>
    /// <param name="at">Ascending.</param>
    /// <param name="counts">When the base was counted and how many they were, ascending.</param>
    /// <param name="flow">What came (+1) and went (−1) from one instant up to another, for instants of <paramref name="at"/> and of the counts.</param>
    public static long[] At(IReadOnlyList<DateTimeOffset> at, IReadOnlyList<(DateTimeOffset At, long Count)> counts, Func<DateTimeOffset, DateTimeOffset, long> flow)
    {
        var bases = new long[at.Count];
        for (var i = 0; i < bases.Length; i++)
        {
            var last = counts.LastOrDefault(c => c.At <= at[i], (At: DateTimeOffset.MinValue, Count: 0));
            bases[i] = last.Count + (last.At < at[i] ? flow(last.At, at[i]) : 0);
        }

        return bases;
    }
}
