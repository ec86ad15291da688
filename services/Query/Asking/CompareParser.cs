using KpiPlatform.Kpis.Time;
using NodaTime;
using Interval = KpiPlatform.Kpis.Time.Interval;

namespace KpiPlatform.Query.Asking;

/// <summary>The window to compare with.</summary>
internal static class CompareParser
{
    public const string PreviousPeriod = "previous_period";
    private const string PreviousYear = "previous_year";
    private static readonly string[] Allowed = [PreviousPeriod, PreviousYear, "<from>/<to>"];

    /// <summary>Null when nothing is compared, or wrongly, and then that is noted.</summary>
    /// <param name="implied">What is compared with when nothing is asked for; null when nothing is.</param>
    public static Compared? Compare(Parameters parameters, Window window, string? name, Instant now, Interval? interval, int numbersPerBucket, string? implied)
    {
        var align = parameters.Choice<Alignment>("align", "unknown_align", Alignment, ["weekday", "date"]);
        var partial = parameters.Choice<bool>("partial", "unknown_partial", p => p == "exclude" ? true : p == "include" ? false : null, ["exclude", "include"]) ?? true;
        var to = parameters.Has("compare") ? parameters.One("compare") : implied;
        if (to is null || Other(parameters, window, name, to, align) is not { } other) return null;
        // Of a series no bucket is dropped: there, what is not over is left out of the total instead.
        if (partial && interval is null) other = other.SoFar(window, now);
        var buckets = interval is { } i ? TimeParser.Cut(parameters, other.Window, i, numbersPerBucket, "compare") : Buckets.One(other.Window);
        return buckets is null ? null : new(to, other.Alignment, buckets, partial);
    }

    /// <summary>What was asked for in vain.</summary>
    public static IEnumerable<Warning> Warnings(Parameters parameters, Compared? compared, bool series)
    {
        if (parameters.Has("align") && (compared is null || compared.To.Contains('/', StringComparison.Ordinal)))
            yield return new("no_effect", "align has no effect without compare=previous_period or previous_year.");
        if (parameters.Has("partial") && compared is null)
            yield return new("no_effect", series ? "partial has no effect without compare: unfinished buckets are flagged either way." : "partial has no effect without compare.");
    }

    private static Alignment? Alignment(string name) => name switch
    {
        "weekday" => Kpis.Time.Alignment.Weekday,
        "date" => Kpis.Time.Alignment.Date,
        _ => null,
    };

    private static Comparison? Other(Parameters parameters, Window window, string? name, string to, Alignment? align)
    {
        if (to == PreviousPeriod) return Comparison.PreviousPeriod(window, align, name);
        if (to == PreviousYear) return Comparison.PreviousYear(window, align, name);
        if (to.Split('/') is not [var first, var last])
        {
            parameters.Wrong("compare", "unknown_compare", $"'{to}' is nothing to compare with.", Allowed, Closest.To(to, Allowed));
            return null;
        }

        if ((TimeParser.Moment(parameters, "compare", first, window.Zone), TimeParser.Moment(parameters, "compare", last, window.Zone)) is not ({ } from, { } end)) return null;
        if (from < end) return Comparison.With(window, window with { From = from, To = end });
        parameters.Wrong("compare", "empty_window", "The second of compare's ends must be after the first.");
        return null;
    }
}
