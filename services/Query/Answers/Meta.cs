using System.Text.Json.Serialization;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Sketches;
using KpiPlatform.Kpis.Time;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Reading;

namespace KpiPlatform.Query.Answers;

/// <summary>What a reader needs to know to trust a number.</summary>
/// <param name="AsOf">When the one snapshot was taken that all numbers are from.</param>
/// <param name="Watermark">The latest time at which any counted event happened.</param>
/// <param name="LagS">Seconds from the newest event's arrival until it was counted, in the slowest partition, and until the replica had it.</param>
/// <param name="ReplicaDelayS">Only in what a replica answers: how many seconds of what is counted it may lack.</param>
/// <param name="ProjectionVersion">Grows with every event, and whenever numbers change without one.</param>
/// <param name="AnsweredFrom"><c>cells</c> (kept ready), <c>facts</c> (added up row by row), or <c>cells+facts</c> (ready ones, with rows at the window's ragged ends).</param>
/// <param name="RelativeError">A percentile differs from the exact one by at most this share; null when there is none in the answer.</param>
/// <param name="Groups">How many groups there are, shown or not.</param>
internal sealed record Meta(
    IReadOnlyDictionary<string, KpiMeta> Kpis,
    string AsOf,
    string? Watermark,
    double? LagS,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? ReplicaDelayS,
    long ProjectionVersion,
    string AnsweredFrom,
    double? RelativeError,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Groups,
    IReadOnlyList<Warning> Warnings)
{
    public static Meta Of(Question q, Snapshot snapshot, Read read, int? groups = null)
    {
        var zone = q.Window.Zone;
        var estimated = (q.Statistic.Quantile is not null || q.ShareWithin is not null || q.Bins is not null) && q.Kpis.Any(k => k.Reading.HasStatistics);
        List<Warning> warnings = [.. q.Warnings];
        if (q.Window.From > q.Now) warnings.Add(new("window_in_future", "The window has not begun yet."));
        if (snapshot.Recalculating)
            warnings.Add(new("recalculating", "The workspace's calendars or targets have changed: numbers that depend on them are being computed anew, and some are still by the older rules."));
        if (snapshot.IsOfLaterDefinitions)
            warnings.Add(new("later_definitions", "The numbers are made by a later release's definitions than the formulas shown here: an upgrade is under way."));
        if (snapshot.IsBehind)
            warnings.Add(new("replica_behind", "The database that answers is a copy and far behind the original: what was counted lately is missing."));
        if (q.Window.From < snapshot.ArchivedUntil)
            warnings.Add(new("archived", $"The log of what ended before {zone.Format(snapshot.ArchivedUntil)} was let go of: those numbers stay as they were counted, and later changes of calendars, targets or definitions leave them as they are."));
        if (groups > q.Limit)
            warnings.Add(new("truncated", $"{groups - q.Limit} of {groups} groups are put together as __other__; raise limit to see them."));
        return new(
            q.Kpis.ToDictionary(k => k.Id, KpiMeta.Of, StringComparer.Ordinal),
            zone.Format(snapshot.AsOf),
            snapshot.Watermark is { } watermark ? zone.Format(watermark) : null,
            Seconds(snapshot.LagSeconds),
            Seconds(snapshot.ReplicaDelaySeconds),
            snapshot.Version,
            read.From,
            estimated ? DurationBins.RelativeError : null,
            q.GroupBy.Count > 0 ? groups : null,
            warnings);
    }

    private static double? Seconds(double? exact) => exact is { } seconds && double.IsFinite(seconds) ? Math.Round(seconds, 3) : null;
}

/// <summary>What a KPI's number means.</summary>
internal sealed record KpiMeta(
    string Unit, string Formula, string BookedOn, string Better,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Basis,
    ProfileAnswer Profile)
{
    public static KpiMeta Of(Kpi kpi) => new(kpi.Unit.Symbol, kpi.Formula, kpi.BookedOn, Word(kpi.Better), kpi.Basis?.ToString().ToLowerInvariant(), ProfileAnswer.Of(kpi));

    public static string Word(Better better) => better.ToString().ToLowerInvariant();
}
