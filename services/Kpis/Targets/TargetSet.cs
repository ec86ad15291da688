using System.Collections.Concurrent;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Readings;

namespace KpiPlatform.Kpis.Targets;

/// <summary>
/// All targets of a workspace, and which of them applies: of those that are valid and whose scope fits, the one that names the most dimensions, of
/// these the one with the fewest values, of these the one with the smaller id (by ordinal). Threads may share it.
/// </summary>
public sealed class TargetSet
{
    private static readonly ConcurrentDictionary<string, Target[]> Defaults = new(StringComparer.Ordinal);

    private readonly Dictionary<string, Target[]> byKpi;

    public TargetSet(IReadOnlyList<Target> targets)
    {
        Targets = targets;
        byKpi = targets.GroupBy(t => t.Kpi, StringComparer.Ordinal).ToDictionary(own => own.Key, Ranked, StringComparer.Ordinal);
    }

    /// <summary>A workspace that has set none.</summary>
    public static TargetSet None { get; } = new([]);

    public IReadOnlyList<Target> Targets { get; }

    /// <summary>The workspace's own target for a KPI of something with these values; null when there is none.</summary>
    public Target? Find(string kpi, Dimensions values, DateTimeOffset at, Func<Target, bool>? among = null) =>
        First(byKpi.GetValueOrDefault(kpi), t => t.Covers(values) && t.IsValidAt(at) && among?.Invoke(t) != false);

    /// <summary>The same, for everything that has only these values.</summary>
    public Target? Find(string kpi, IReadOnlyDictionary<Dimension, IReadOnlyList<string>> only, DateTimeOffset at, Func<Target, bool>? among = null) =>
        First(byKpi.GetValueOrDefault(kpi), t => t.Covers(only) && t.IsValidAt(at) && among?.Invoke(t) != false);

    /// <summary>The catalogue's target for a KPI, for where <see cref="Find(string, Dimensions, DateTimeOffset, Func{Target, bool}?)"/> finds none.</summary>
    public static Target? Default(Kpi kpi, Dimensions values) => First(DefaultsOf(kpi), t => t.Covers(values));

    /// <summary>The same, for everything that has only these values.</summary>
    public static Target? Default(Kpi kpi, IReadOnlyDictionary<Dimension, IReadOnlyList<string>> only) => First(DefaultsOf(kpi), t => t.Covers(only));

    private static Target? First(Target[]? targets, Func<Target, bool> fits) => targets is null ? null : Array.Find(targets, t => fits(t));

    private static Target[] Ranked(IEnumerable<Target> targets) =>
        [.. targets.OrderByDescending(t => t.Scope.Count).ThenBy(t => t.Scope.Values.Sum(v => v.Count)).ThenBy(t => t.Id, StringComparer.Ordinal)];

    private static Target[] DefaultsOf(Kpi kpi) => kpi.DefaultTarget is null ? [] : Defaults.GetOrAdd(kpi.Id, static (_, k) => Ranked(AsTargets(k, k.DefaultTarget!)), kpi);

    private static IEnumerable<Target> AsTargets(Kpi kpi, DefaultTarget given)
    {
        var target = new Target
        {
            Id = Target.DefaultId,
            Kpi = kpi.Id,
            Statistic = kpi.Reading.HasStatistics && Statistic.TryParse(given.Statistic, out var statistic) ? statistic : null,
            Comparison = kpi.Better == Better.Higher ? Comparison.AtLeast : Comparison.AtMost,
            Threshold = given.Threshold,
            BusinessHours = given.BusinessHours,
        };
        yield return target;
        if (given.OnSocial is { } onSocial)
            yield return target with { Threshold = onSocial, BusinessHours = false, Scope = new Dictionary<Dimension, IReadOnlyList<string>> { [Dimension.Channel] = ["social"] } };
    }
}
