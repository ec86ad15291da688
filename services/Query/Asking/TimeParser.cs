using KpiPlatform.Kpis.Time;
using NodaTime;
using Interval = KpiPlatform.Kpis.Time.Interval;

namespace KpiPlatform.Query.Asking;

/// <summary>The window, the zone and the interval of a query.</summary>
internal static class TimeParser
{
    public const string DefaultWindow = "28d";
    public const int MostBuckets = 2000;

    private static readonly Instant Earliest = Instant.FromUtc(1970, 1, 1, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(2200, 1, 1, 0, 0);
    private static readonly string[] IntervalNames = ["auto", .. Enum.GetValues<Interval>().Select(i => i.NameOf())];

    public static DateTimeZone Zone(Parameters parameters)
    {
        if (parameters.One("timezone") is not { } name) return DateTimeZone.Utc;
        if (Moments.Zone(name) is { } zone) return zone;
        parameters.Wrong("timezone", "unknown_timezone", $"'{name}' is not an IANA time zone.", didYouMean: Closest.To(name, Moments.ZoneNames));
        return DateTimeZone.Utc;
    }

    /// <summary>The window by name or by its ends; null when it is wrong, and then that is noted.</summary>
    public static Window? Window(Parameters parameters, DateTimeZone zone, Instant now)
    {
        var ends = parameters.Has("from") || parameters.Has("to");
        if (!ends) return Named(parameters, zone, now);
        if (parameters.Has("window")) parameters.Wrong("window", "conflict", "Give either window, or from and to.");
        foreach (var end in (string[])["from", "to"])
        {
            if (!parameters.Has(end)) parameters.Wrong(end, "missing", $"{end} is missing: from and to go together.");
        }

        if ((Moment(parameters, "from", parameters.One("from"), zone), Moment(parameters, "to", parameters.One("to"), zone)) is not ({ } from, { } to)) return null;
        if (from < to) return new Window(from, to, zone);
        parameters.Wrong("to", "empty_window", "to must be after from: the window is from, up to and without to.");
        return null;
    }

    public static Interval? Interval(Parameters parameters, Window window)
    {
        var name = parameters.Has("interval") ? parameters.One("interval") : "auto";
        if (name is null) return null;
        if (name == "auto") return Intervals.For(window);
        var interval = Intervals.Parse(name);
        if (interval is null) parameters.Wrong("interval", "unknown_interval", $"'{name}' is no interval.", IntervalNames, Closest.To(name, IntervalNames));
        return interval;
    }

    /// <summary>The window's buckets; null when there would be too many, and then that is noted.</summary>
    public static Buckets? Cut(Parameters parameters, Window window, Interval interval, int numbersPerBucket, string parameter = "interval")
    {
        var most = Math.Min(MostBuckets, 200_000 / numbersPerBucket);
        var buckets = Buckets.Of(window, interval, most);
        if (buckets is null)
            parameters.Wrong(parameter, "too_many_buckets", $"The window has more than {most} buckets of a {interval.NameOf()}: ask for a longer interval, a shorter window, or fewer KPIs and groups.");
        return buckets;
    }

    private static Window? Named(Parameters parameters, DateTimeZone zone, Instant now)
    {
        var name = parameters.Has("window") ? parameters.One("window") : DefaultWindow;
        if (name is null) return null;
        var window = Kpis.Time.Window.Named(name, now, zone);
        if (window is null)
            parameters.Wrong("window", "unknown_window", $"'{name}' is no window of at most 100 years.", Kpis.Time.Window.Names, Closest.To(name, Kpis.Time.Window.Names));
        else if (window.From < Earliest)
            parameters.Wrong("window", "out_of_range", $"'{name}' begins before 1970.");
        else
            return window;
        return null;
    }

    /// <summary>One end of a window; null when it is wrong, and then that is noted.</summary>
    public static Instant? Moment(Parameters parameters, string name, string? text, DateTimeZone zone)
    {
        if (text is null) return null;
        var moment = Moments.Parse(text, zone);
        if (moment is null) parameters.Wrong(name, "invalid_time", $"'{text}' is neither a date (2026-09-01) nor an RFC 3339 time (2026-09-01T10:00:00+02:00).");
        else if (moment < Earliest || moment > Latest) parameters.Wrong(name, "out_of_range", $"{name} must be from 1970 to 2200.");
        else return moment;
        return null;
    }
}
