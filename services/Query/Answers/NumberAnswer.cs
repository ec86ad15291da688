using System.Text.Json.Serialization;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Readings;

namespace KpiPlatform.Query.Answers;

/// <summary>A KPI's number with what it was computed from. Members that its kind does not have are left out; a value without data is null.</summary>
internal sealed record NumberAnswer
{
    /// <summary>The KPI, where the place does not tell it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Kpi { get; init; }

    /// <summary>In the KPI's unit; null when there is no data.</summary>
    public required double? Value { get; init; }

    /// <summary>Which statistic it is, for the KPIs that are one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Stat { get; init; }

    /// <summary>What it was computed from; null when that is not told.</summary>
    public required long? N { get; init; }

    /// <summary>True when there are too few answers to show any of it: whose they are could be told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Suppressed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Numerator { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Denominator { get; init; }

    /// <summary>Where the true value lies with a confidence of 95 %; left out where that cannot be told, as from too few.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConfidenceInterval? Ci { get; init; }

    /// <summary>How many in each class; of time spent, how many seconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? Parts { get; init; }

    /// <summary>How many of them later quiet days, or the clock, may still change.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Provisional { get; init; }

    /// <summary>ISO 4217, of money.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }

    /// <summary>Where there are several currencies, which are never mixed: the value of each.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double?>? ByCurrency { get; init; }

    /// <summary>How many were left out, by reason.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, long>? Excluded { get; init; }

    /// <summary>Whose way of counting made it, where another's was asked for; ours where that one has none of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProfileAnswer? Profile { get; init; }

    /// <summary>For durations, when it is asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ShareWithin? ShareWithin { get; init; }

    /// <summary>Of the window that is compared with, if any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PreviousNumber? Previous { get; init; }

    /// <summary>From there to here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Change? Change { get; init; }

    /// <summary>Other numbers that belong to the KPI, by their names.</summary>
    [JsonExtensionData]
    public Dictionary<string, object?>? Also { get; init; }

    /// <param name="flow">What the exclusions and what is provisional are counted in; null when they are not told.</param>
    public static NumberAnswer Of(Kpi kpi, Number number, Tallies? flow) => new()
    {
        Value = number.Value,
        Stat = number.Stat,
        N = number.Suppressed ? null : number.N,
        Suppressed = number.Suppressed,
        Numerator = number.Numerator,
        Denominator = number.Denominator,
        Parts = number.Parts?.ToDictionary(p => p.Key, p => (double)p.Value, StringComparer.Ordinal) ?? number.Amounts,
        Provisional = kpi.Provisional is { } provisional ? flow?[provisional.Measure].N : null,
        Currency = number.Currency,
        ByCurrency = number.ByCurrency,
        Excluded = flow is null || kpi.Excludes.Count == 0 ? null : kpi.Excludes.ToDictionary(e => e.Reason, e => flow[e.Measure].N, StringComparer.Ordinal),
        Also = number.Also?.ToDictionary(a => a.Key, a => (object?)a.Value, StringComparer.Ordinal),
    };
}
