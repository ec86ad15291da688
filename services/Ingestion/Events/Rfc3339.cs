using System.Globalization;

namespace KpiPlatform.Ingestion.Events;

/// <summary>RFC 3339 date-times, nothing looser: any offset, any number of decimals, a leap second counts as the next second. UTC, truncated to the microsecond.</summary>
internal static class Rfc3339
{
    public static readonly DateTimeOffset Earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't') || text[13] != ':' || text[16] != ':') return false;
        if (!Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)
            || !Digits(text[11..13], out var hour) || !Digits(text[14..16], out var minute) || !Digits(text[17..19], out var second)) return false;
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60) return false;
        if (!Fraction(text[19..], out var microseconds, out var rest) || !Offset(text[rest..], out var offset)) return false;

        var ticks = new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc).Ticks
            + (second * TimeSpan.TicksPerSecond) + (microseconds * TimeSpan.TicksPerMicrosecond) - offset.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks) return false;
        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    /// <summary>Cuts what PostgreSQL cannot hold.</summary>
    public static DateTimeOffset ToMicroseconds(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static bool Fraction(ReadOnlySpan<char> text, out long microseconds, out int rest)
    {
        (microseconds, rest) = (0, 19);
        if (text[0] != '.') return true;
        var digits = 1;
        while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
        for (var i = 1; i <= 6; i++) microseconds = (microseconds * 10) + (i < digits ? text[i] - '0' : 0);
        rest += digits;
        return digits > 1;
    }

    private static bool Offset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is "Z" or "z") return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':' || !Digits(text[1..3], out var hours) || !Digits(text[4..], out var minutes)) return false;
        offset = new TimeSpan(hours, minutes, 0);
        if (text[0] == '-') offset = -offset;
        return hours < 24 && minutes < 60;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
