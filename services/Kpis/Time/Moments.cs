using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace KpiPlatform.Kpis.Time;

/// <summary>Dates and instants as queries write them and answers show them.</summary>
public static class Moments
{
    private static readonly ZoneLocalMappingResolver FirstMoment = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>The first moment of a local day. A day that a zone left out altogether starts, and ends, when the next one does.</summary>
    public static Instant StartOf(this DateTimeZone zone, LocalDate date) => zone.ResolveLocal(date.AtMidnight(), FirstMoment).ToInstant();

    /// <summary>The zone of an IANA name, null when there is none.</summary>
    public static DateTimeZone? Zone(string name) =>
        DateTimeZoneProviders.Tzdb.Ids.Contains(name) ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) : null;

    /// <summary>All IANA names.</summary>
    public static IReadOnlyCollection<string> ZoneNames => DateTimeZoneProviders.Tzdb.Ids;

    /// <summary>
    /// A date (its first moment in the zone) or an RFC 3339 instant; null when it is neither. A <c>+</c> of the offset that came out of a URL as a
    /// space is taken for what was meant. What is finer than the microseconds that are stored rounds up, which changes no answer.
    /// </summary>
    public static Instant? Parse(string text, DateTimeZone zone)
    {
        if (LocalDatePattern.Iso.Parse(text) is { Success: true } date) return zone.StartOf(date.Value);
        var meant = text.Length > 6 && text[^6] == ' ' ? $"{text[..^6]}+{text[^5..]}" : text;
        if (OffsetDateTimePattern.Rfc3339.Parse(meant) is not { Success: true } moment) return null;
        var ticks = moment.Value.ToInstant().ToUnixTimeTicks();
        var over = ticks % TimeSpan.TicksPerMicrosecond;
        return Instant.FromUnixTimeTicks(over > 0 ? ticks - over + TimeSpan.TicksPerMicrosecond : ticks);
    }

    /// <summary>RFC 3339 with the offset that the zone has then.</summary>
    public static string Format(this DateTimeZone zone, Instant instant) => OffsetDateTimePattern.Rfc3339.Format(instant.InZone(zone).ToOffsetDateTime());
}
