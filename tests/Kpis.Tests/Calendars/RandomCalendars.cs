using FsCheck;
using FsCheck.Fluent;
using KpiPlatform.Kpis.Calendars;
using KpiPlatform.Kpis.Time;
using NodaTime;

namespace KpiPlatform.Kpis.Tests.Calendars;

/// <summary>A random calendar and a span near one of its zone's clock changes.</summary>
internal sealed record Case(Calendar Calendar, Instant From, Instant To)
{
    public override string ToString() => $"{CalendarDocument.Write(Calendar)} from {From} to {To}";
}

internal static class RandomCalendars
{
    private static readonly string[] Zones = [
        "UTC", "Europe/Berlin", "Europe/Helsinki", "America/New_York", "America/St_Johns", "America/Asuncion", "Africa/Cairo", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Kathmandu",
        "Pacific/Apia", "America/Scoresbysund"];

    /// <param name="grain">Seconds that all times are a multiple of: hours of the calendar and both ends of the span.</param>
    /// <param name="longest">Of spans, in grains.</param>
    public static Gen<Case> Cases(int grain, int longest) =>
        from zone in Gen.Elements(Zones).Select(name => Moments.Zone(name)!)
        from change in Gen.Elements(Changes(zone))
        from back in Gen.Choose(0, longest)
        from length in Gen.Choose(0, longest)
        from calendar in Calendars(zone, change, grain)
        let start = change - Duration.FromSeconds((long)back * grain)
        select new Case(calendar, start, start + Duration.FromSeconds((long)length * grain));

    /// <summary>Calendars with holidays and, some, with validity around an instant.</summary>
    public static Gen<Calendar> Calendars(DateTimeZone zone, Instant around, int grain) =>
        from weekly in Gen.ArrayOf(Hours(grain), 7)
        from holidays in Gen.SubListOf(Enumerable.Range(-3, 7).Select(around.InZone(zone).Date.PlusDays).ToArray())
        from hours in Gen.ArrayOf(Hours(grain), 7)
        from name in Gen.Elements(null, "Pyhä \"päivä\"")
        from scope in Gen.Choose(1, 7)
        from validFrom in Gen.Choose(-6, 2)
        from validTo in Gen.Choose(1, 8)
        let today = around.InZone(zone).Date
        select new Calendar
        {
            Id = "c",
            Zone = zone,
            Weekly = weekly,
            Holidays = [.. holidays.Select((date, i) => new Holiday(date, name, hours[i]))],
            IsDefault = (scope & 1) != 0,
            Teams = (scope & 2) != 0 ? ["vip"] : [],
            Channels = (scope & 4) != 0 ? ["chat", "email"] : [],
            ValidFrom = validFrom < -3 ? null : today.PlusDays(validFrom),
            ValidTo = validTo > 5 ? null : today.PlusDays(validFrom + validTo),
        };

    private static Gen<OpenHours[]> Hours(int grain) =>
        from count in Gen.Choose(0, 3)
        from early in Gen.ArrayOf(Gen.Choose(0, 6 * 3600 / grain), count)
        from late in Gen.ArrayOf(Gen.Choose(6 * 3600 / grain, 86_400 / grain), count)
        let cuts = early.Concat(late).Distinct().Order().ToArray()
        select cuts.Chunk(2).Where(pair => pair.Length == 2).Select(pair => new OpenHours(pair[0] * grain, pair[1] * grain)).ToArray();

    private static Instant[] Changes(DateTimeZone zone) =>
        [.. zone.GetZoneIntervals(Instant.FromUtc(2008, 1, 1, 0, 0), Instant.FromUtc(2028, 1, 1, 0, 0)).Where(i => i.HasEnd).Select(i => i.End), Instant.FromUtc(2026, 3, 1, 0, 0)];
}
