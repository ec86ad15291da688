using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Sketches;

namespace KpiPlatform.Query.Answers;

/// <summary>How many durations are within a threshold.</summary>
/// <param name="Threshold">In seconds; what is equal to it is within.</param>
/// <param name="Share">Null when there are none.</param>
/// <param name="Error">How far off the share may at most be, either way: 0 unless the threshold cuts a bin of the sketch that holds several values.</param>
internal sealed record ShareWithin(double Threshold, double? Share, long NWithin, double Error)
{
    /// <summary>Null when the KPI is no duration.</summary>
    public static ShareWithin? Of(Kpi kpi, Tallies tallies, long milliseconds)
    {
        if (!kpi.Reading.HasStatistics || kpi.Reading.Distributed is not var (measure, unit)) return null;
        var (n, within) = (tallies[measure].N, Within.Of(tallies[measure].Bins, milliseconds));
        return new(milliseconds / (double)unit.Whole, n == 0 ? null : (double)within.Count / n, within.Count, n == 0 ? 0 : (double)within.Error / n);
    }
}
