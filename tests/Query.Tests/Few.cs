using System.Globalization;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Facts;

namespace KpiPlatform.Query.Tests;

/// <summary>A few facts of one measure each, told shortly.</summary>
internal static class Few
{
    /// <param name="times">How many of them.</param>
    public static IEnumerable<Fact> Of(string kpi, string at, int times = 1, long value = 1, string? agent = null, string? category = null, string channel = "email")
    {
        var time = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        var measure = Catalogue.Default.Find(kpi)!.Reading.Measures[0].Code;
        return Enumerable.Range(0, times).Select(_ =>
            new Fact(0, time, time, new(channel, null, "/desk/a", agent, null, category, null, null), [new Booking(measure, value)]));
    }
}
