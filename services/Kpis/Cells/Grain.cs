using KpiPlatform.Kpis.Facts;

namespace KpiPlatform.Kpis.Cells;

/// <summary>
/// The lengths of time that numbers are kept ready for, all in UTC. A window is made of the largest that fit and, at its ragged ends of less
/// than half an hour, of the facts themselves. The numeric values are stored and never change.
/// </summary>
public enum Grain
{
    /// <summary>All but a few small zones' clocks differ from UTC by a multiple of it. Finer cells would be most of the writing.</summary>
    HalfHour = 1,

    Day = 2,

    /// <summary>
    /// All time: one bucket, at the Unix epoch, kept for the measures of stocks and of the customer base only (<see cref="Catalogue.EverMeasures"/>). What is open is all that was opened less all that was resolved.
    /// </summary>
    Ever = 3,
}

/// <summary>Buckets of a grain.</summary>
public static class Grains
{
    /// <summary>From the finest to the coarsest; each is made of whole buckets of the one before.</summary>
    public static IReadOnlyList<Grain> All { get; } = [Grain.HalfHour, Grain.Day, Grain.Ever];

    /// <summary>How long a bucket is; <see cref="TimeSpan.MaxValue"/> for all time.</summary>
    public static TimeSpan Length(this Grain grain) => grain switch
    {
        Grain.HalfHour => TimeSpan.FromMinutes(30),
        Grain.Day => TimeSpan.FromDays(1),
        Grain.Ever => TimeSpan.MaxValue,
        _ => throw new ArgumentOutOfRangeException(nameof(grain), grain, "Not a grain."),
    };

    /// <summary>The start, in UTC, of the bucket that an instant falls in.</summary>
    public static DateTimeOffset BucketOf(this Grain grain, DateTimeOffset at) =>
        grain == Grain.Ever ? DateTimeOffset.UnixEpoch : new DateTimeOffset(at.UtcTicks - (at.UtcTicks % grain.Length().Ticks), TimeSpan.Zero);
}

/// <summary>
/// A cell: the numbers of a workspace in one bucket for one value of one dimension (its cut), or for everything (cut 0).
/// </summary>
/// <param name="Cut">0, or the number of a <see cref="Dimension"/>.</param>
/// <param name="Value">The dimension's value; empty for "none" and for everything.</param>
/// <param name="Bucket">The start of the bucket, UTC.</param>
public readonly record struct CellKey(string Workspace, int Cut, string Value, Grain Grain, DateTimeOffset Bucket)
{
    /// <summary>The cut of everything.</summary>
    public const int Everything = 0;
}
