using System.Globalization;
using KpiPlatform.Kpis;

namespace KpiPlatform.Query.Asking;

/// <summary>The parameters that are about how values are distributed.</summary>
internal static class StatisticsParser
{
    private const int MostEdges = 100;
    private const decimal MostSeconds = 3_155_760_000;

    /// <summary>A threshold in milliseconds; null when there is none, or a wrong one, and then that is noted.</summary>
    public static long? ShareWithin(Parameters parameters, IReadOnlyList<Kpi> kpis)
    {
        if (parameters.One("share_within") is not { } text) return null;
        var threshold = Milliseconds(parameters, "share_within", text);
        if (kpis.Count > 0 && !kpis.Any(k => k.Reading.HasStatistics))
            parameters.Wrong("share_within", "not_applicable", $"share_within is of durations, and {string.Join(" and ", kpis.Select(k => k.Id))} is none.");
        return threshold;
    }

    public static Bins Bins(Parameters parameters, IReadOnlyList<Kpi> kpis)
    {
        var text = parameters.One("bins") ?? "auto";
        if (text is "auto") return new(text, null);
        if (kpis is [var kpi] && !kpi.Reading.HasStatistics)
            parameters.Wrong("bins", "not_applicable", $"{kpi.Id} is a score: its bins are its classes.", ["auto"]);
        if (text is "log") return new(text, null);
        string[] allowed = ["auto", "log", "<seconds>,<seconds>,…"];
        if (!char.IsAsciiDigit(text[0]))
        {
            parameters.Wrong("bins", "unknown_bins", $"'{text}' is no choice of bins.", allowed, Closest.To(text, allowed));
            return new(text, null);
        }

        var edges = text.Split(',').Select(t => Milliseconds(parameters, "bins", t)).OfType<long>().ToList();
        if (edges.Count > MostEdges) parameters.Wrong("bins", "too_many", $"bins takes at most {MostEdges} edges.");
        if (edges.Zip(edges.Skip(1)).Any(e => e.First >= e.Second)) parameters.Wrong("bins", "invalid_bins", "The edges of bins must ascend.");
        return new(text, edges);
    }

    /// <summary>Refuses any but one KPI that has a distribution.</summary>
    public static void Distributed(Parameters parameters, IReadOnlyList<Kpi> kpis, Catalogue catalogue)
    {
        var allowed = catalogue.Kpis.Where(k => k.Reading.Distributed is not null).Select(k => k.Id).ToList();
        if (kpis.Count > 1) parameters.Wrong("kpi", "too_many", "A distribution is of one KPI.", allowed);
        foreach (var kpi in kpis.Where(k => k.Reading.Distributed is null))
            parameters.Wrong("kpi", "not_applicable", $"{kpi.Id} has no distribution: it is neither a duration nor the mean of a score.", allowed);
    }

    private static long? Milliseconds(Parameters parameters, string name, string text)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= MostSeconds) return (long)(seconds * 1000);
        parameters.Wrong(name, $"invalid_{name}", $"'{text}' is no number of seconds above 0 and of at most 100 years.");
        return null;
    }
}
