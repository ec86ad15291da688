namespace KpiPlatform.Kpis;

/// <summary>That a contribution is not of the instant it is booked on, but of all time from then on until another.</summary>
/// <param name="Until">The instant after: the end of an amount's period; <see cref="Forever"/> for a level, which holds until the next one.</param>
/// <param name="Currency">ISO 4217, of money.</param>
public sealed record Lasting(DateTimeOffset Until, string? Currency = null)
{
    /// <summary>Later than any window ends.</summary>
    public static readonly DateTimeOffset Forever = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);
}

/// <summary>A lasting contribution as it is stored.</summary>
public readonly record struct LastingFact(int Measure, DateTimeOffset From, Lasting Lasting, string Source, long Value);
