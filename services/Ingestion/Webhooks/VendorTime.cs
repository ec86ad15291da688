using System.Globalization;
using System.Text.Json;
using KpiPlatform.Ingestion.Events;

namespace KpiPlatform.Ingestion.Webhooks;

/// <summary>
/// Instants as vendors write them: RFC 3339 with any number of decimals and any offset (with a space for the T and without the offset's colon as well), RFC 2822, and Unix time in
/// seconds, milliseconds or microseconds, whole or with decimals, as a number or as a string. Truncated to the microsecond, UTC.
/// </summary>
internal static class VendorTime
{
    private const decimal MillisecondsFrom = 1e11m;
    private const decimal MicrosecondsFrom = 1e14m;
    private const decimal Beyond = 1e17m;

    public static DateTimeOffset? Parse(Node node) => node.Json.ValueKind switch
    {
        JsonValueKind.Number => node.Number is { } number ? FromUnix(number) : null,
        JsonValueKind.String => node.Text is { } text ? Parse(text) : null,
        _ => null,
    };

    public static DateTimeOffset? Parse(string text)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return FromUnix(number);
        var strict = text.Length > 10 && text[10] == ' ' ? string.Concat(text.AsSpan(0, 10), "T", text.AsSpan(11)) : text;
        if (Rfc3339.TryParse(strict, out var time) || Rfc3339.TryParse(WithColon(strict), out time)) return time;
        return Rfc2822.Parse(text);
    }

    /// <summary>Meta writes offsets without a colon: <c>2021-09-08T06:34:04+0000</c>.</summary>
    private static string WithColon(string text) =>
        text.Length > 20 && text[^5] is '+' or '-' ? string.Concat(text.AsSpan(0, text.Length - 2), ":", text.AsSpan(text.Length - 2)) : text;

    /// <summary>The magnitude tells the unit: 1e11 seconds is the year 5138, 1e11 milliseconds is 1973.</summary>
    private static DateTimeOffset? FromUnix(decimal number) => number switch
    {
        < 0 or >= Beyond => null,
        >= MicrosecondsFrom => FromMicroseconds(number),
        >= MillisecondsFrom => FromMicroseconds(number * 1000),
        _ => FromMicroseconds(number * 1_000_000),
    };

    private static DateTimeOffset FromMicroseconds(decimal microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks((long)decimal.Truncate(microseconds) * TimeSpan.TicksPerMicrosecond);
}
