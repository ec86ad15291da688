using System.Globalization;

namespace KpiPlatform.Ingestion.Webhooks;

/// <summary>The dates of mail headers: <c>Thu, 5 Apr 2012 16:59:01 +0200 (CEST)</c>, day of the week and comment optional, GMT and UT as zones.</summary>
internal static class Rfc2822
{
    private static readonly string[] Formats = ["d MMM yyyy H:mm:ss zzz", "d MMM yyyy H:mm zzz", "d MMM yy H:mm:ss zzz"];

    public static DateTimeOffset? Parse(string text)
    {
        var comment = text.IndexOf('(', StringComparison.Ordinal);
        var bare = (comment < 0 ? text : text[..comment]).Trim();
        var comma = bare.IndexOf(',', StringComparison.Ordinal);
        var words = bare[(comma + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length is < 4 or > 6) return null;
        var zone = words[^1];
        if (zone is "GMT" or "UT" or "UTC" or "Z") words[^1] = "+00:00";
        else if (zone.Length == 5 && zone[0] is '+' or '-') words[^1] = string.Concat(zone.AsSpan(0, Math.Min(3, zone.Length)), ":", zone.AsSpan(Math.Min(3, zone.Length)));
        return DateTimeOffset.TryParseExact(string.Join(' ', words), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToUniversalTime() : null;
    }
}
