using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Sketches;

namespace KpiPlatform.Query.Tests.Reading;

/// <summary>Facts of no particular sense: any measure, few values of each dimension, many instants at the edges of buckets.</summary>
internal static class RandomFacts
{
    private static readonly DateTimeOffset Start = new(2026, 10, 15, 0, 0, 0, TimeSpan.Zero);

    private static readonly List<Measure> Momentary = [.. Catalogue.Default.Measures.Where(m => m.Id is not ("customers.counted" or "support_cost" or "revenue"))];

    private static readonly List<Measure> Scheduled = [.. Momentary.Where(m => m.IsScheduled)];

    public static List<Fact> Make(Random random, int count) => [.. Enumerable.Range(0, count).SelectMany(i => i % 60 == 0 ? [Lasting(random)] : ComeOrGone(One(random), random))];

    /// <summary>What came to be there is still, or went again at some later time.</summary>
    private static IEnumerable<Fact> ComeOrGone(Fact fact, Random random)
    {
        if (fact.Bookings.FirstOrDefault(b => Catalogue.Default.AgedMeasures.Contains(b.Measure)) is not { Measure: not 0 } change) return [fact];
        if (fact.OpenedAt > fact.At) fact = fact with { OpenedAt = fact.At };
        var went = fact with { At = fact.At.AddMinutes(random.Next(1, 30_000)), Bookings = [change with { Value = -change.Value }] };
        return random.Next(3) == 0 ? [fact with { IsStillThere = true }] : [fact, went];
    }

    /// <summary>An amount of a period, or a count of customers.</summary>
    private static Fact Lasting(Random random)
    {
        var at = Start.AddMinutes(random.Next(-10_000, 30 * 24 * 60));
        var measure = Catalogue.Default.Measures.Where(m => m.Id is "customers.counted" or "support_cost" or "revenue").ElementAt(random.Next(3));
        return new(0, at, null, Dimensions(random) with { Agent = null }, [new(measure.Code, random.Next(0, 9000))])
        {
            Lasting = measure.Id == "customers.counted" ? new(Kpis.Lasting.Forever) : new(at.AddMinutes(random.Next(1, 50_000)), Pick(random, "EUR", "USD")),
        };
    }

    private static Fact One(Random random)
    {
        var at = Start.AddMinutes(random.Next(0, 30 * 24 * 60));
        at = random.Next(3) switch
        {
            0 => at.AddTicks(random.Next(0, 600_000_000) / 10 * 10),
            1 => at.AddMinutes(-(at.Minute % 15)).AddTicks(-10),
            _ => at.AddMinutes(-(at.Minute % 15)),
        };
        DateTimeOffset? opened = random.Next(10) == 0 ? null : at.AddMinutes(random.Next(-4000, 10));
        // What is ahead of its stream's last event may be on either side of now.
        var ahead = random.Next(6) == 0;
        var some = ahead ? Scheduled : Momentary;
        var measures = some.Where(_ => random.Next(4) == 0).Append(some[random.Next(some.Count)]).Distinct();
        return new Fact(0, ahead ? at.AddDays(random.Next(0, 20)) : at, opened, Dimensions(random), [.. measures.Select(m => new Booking(m.Code, Value(m, random)))]) { IsAhead = ahead };
    }

    private static Dimensions Dimensions(Random random) => new(
        Pick(random, "email", "chat", "voice"), Pick(random, "whatsapp", null), Pick(random, "/desk/a", "/desk/b")!, Pick(random, "ann", "bob", "cid", null),
        Pick(random, "first", null), Pick(random, "billing", "delivery", "Ä, ö", null), Pick(random, "high", null), Pick(random, "pick-up", null));

    private static string? Pick(Random random, params string?[] values) => values[random.Next(values.Length)];

    /// <summary>Durations lie at the bounds of bins as often as not, scores on both sides of a class.</summary>
    private static long Value(Measure measure, Random random) => measure.Binning switch
    {
        Binning.Duration => Math.Max(0, (long)Math.Ceiling(Math.Exp(random.Next(0, 1000) * DurationBins.LogGamma)) + random.Next(-1, 2)),
        Binning.Score => random.NextInt64(Measure.ScoreUnit, 5 * Measure.ScoreUnit + 1),
        Binning.Class => random.Next(0, 6),
        _ => random.Next(-1, 2),
    };
}
