using System.Text.Json.Serialization;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Query.Reading;

namespace KpiPlatform.Query.Answers;

/// <summary>One KPI of one group, by bucket.</summary>
internal sealed record Series(string Kpi, IReadOnlyDictionary<string, string?> Group, IReadOnlyList<double?> Values, IReadOnlyList<long?> N)
{
    /// <summary>The same of the window that is compared with, if any, bucket by bucket.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PreviousSeries? Previous { get; init; }

    /// <summary>When compared: the number over all buckets, without those that are not over unless <c>partial=include</c>, and over as many of the other window.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NumberAnswer? Total { get; init; }

    public static Series Of(Results results, Kpi kpi, GroupKey group, bool compared)
    {
        var (now, before) = results.Series(kpi, group);
        return new(kpi.Id, results.Named(group), Values(now), Ns(now))
        {
            Previous = before is null ? null : new(Values(before), Ns(before)),
            Total = compared ? results.Answer(kpi, group) : null,
        };

        static double?[] Values(Number[] numbers) => Array.ConvertAll(numbers, n => n.Value);
        static long?[] Ns(Number[] numbers) => Array.ConvertAll(numbers, n => n.Suppressed ? null : (long?)n.N);
    }
}

/// <summary>Numbers of the window that is compared with, by bucket.</summary>
internal sealed record PreviousSeries(IReadOnlyList<double?> Values, IReadOnlyList<long?> N);
