namespace KpiPlatform.Aggregator.Notices;

/// <summary>When a failed delivery is tried again: soon, then less and less often, for three days.</summary>
internal static class Backoff
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(8),
    ];

    /// <summary>Who has not taken a notice for so long won't be told it any more.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(3);

    /// <summary>When to try again after so many attempts; null when it is time to give up.</summary>
    /// <param name="dice">From 0 to 1: receivers that were away are not all told at the same instant.</param>
    public static DateTimeOffset? Next(DateTimeOffset madeAt, int attempts, DateTimeOffset now, double dice)
    {
        var next = now + (Pauses[Math.Min(attempts, Pauses.Length) - 1] * (1 + (dice / 5)));
        return next - madeAt > Longest ? null : next;
    }
}
