using System.Globalization;
using System.Text.Json.Nodes;

namespace KpiPlatform.Mapping;

/// <summary>
/// How an export writes instants: <c>iso</c>, <c>unix</c> (seconds), <c>unix_ms</c>, or .NET patterns such as <c>dd.MM.yyyy HH:mm</c>;
/// what has no offset of its own is local time in <paramref name="Zone"/>. An hour that occurs twice in autumn is read as its first pass,
/// one that spring leaves out as if the clock had not been moved yet.
/// </summary>
internal sealed record TimeFormat(IReadOnlyList<string> Formats, TimeZoneInfo Zone)
{
    public static TimeFormat Default { get; } = new(["iso"], TimeZoneInfo.Utc);

    /// <summary>Whether a pattern can say a whole day at least: written and read back it must give the day again.</summary>
    public static bool IsUsable(string format)
    {
        if (format is "iso" or "unix" or "unix_ms") return true;
        var sample = new DateTime(2021, 11, 23, 17, 58, 49, DateTimeKind.Unspecified);
        try
        {
            var written = new DateTimeOffset(sample, TimeSpan.Zero).ToString(format, CultureInfo.InvariantCulture);
            return DateTimeOffset.TryParseExact(written, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var back) && back.UtcDateTime.Date == sample.Date;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>The instant, in UTC. Throws <see cref="FormatException"/>.</summary>
    public DateTimeOffset Read(JsonNode value)
    {
        var text = Expression.Text(value)?.Trim() ?? "";
        foreach (var format in Formats)
        {
            if (format is "unix" or "unix_ms")
            {
                if (FromUnix(text, format == "unix" ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond) is { } instant) return instant;
            }
            else if (format == "iso" ? Iso(text, out var read) : DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out read))
            {
                return ToUtc(read);
            }
        }

        throw new FormatException($"\"{text}\" is not a time of the format {string.Join(" or ", Formats)}");
    }

    /// <summary>RFC 3339 in UTC, to the microsecond, without idle zeros.</summary>
    public static string Write(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    private static readonly string[] IsoPatterns =
        [.. new[] { "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm" }.SelectMany(start => new[] { "", ":ss", ":ss.FFFFFFF" }.Select(rest => start + rest + "K")), "yyyy-MM-dd"];

    private static bool Iso(string text, out DateTime read) =>
        DateTime.TryParseExact(text, IsoPatterns, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out read);

    private static DateTimeOffset? FromUnix(string text, long ticks) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number * ticks) < 1e18m
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(number * ticks))
            : null;

    private DateTimeOffset ToUtc(DateTime read)
    {
        if (read.Kind != DateTimeKind.Unspecified) return new DateTimeOffset(read.ToUniversalTime());
        var offset = Zone.IsAmbiguousTime(read) ? Zone.GetAmbiguousTimeOffsets(read).Max()
            : Zone.IsInvalidTime(read) ? Zone.GetUtcOffset(read.AddHours(-3))
            : Zone.GetUtcOffset(read);
        return new DateTimeOffset(read, offset).ToUniversalTime();
    }
}
