using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using KpiPlatform.Ingestion.Events;

namespace KpiPlatform.Ingestion.Refusals;

/// <summary>Payloads of one form that were refused for one reason, without what they said.</summary>
/// <param name="N">How many, since it was first seen or the list was cleared.</param>
internal sealed record RefusedShape(long Id, string Source, string Connection, string Workspace, string Reason, string Shape, long Bytes, long N, DateTimeOffset FirstAt, DateTimeOffset LastAt);

/// <summary>A delivery that was refused, on its way to be kept.</summary>
internal sealed record Refusal(string Source, string Connection, string Workspace, string Reason, ReadOnlyMemory<byte> Body, string? ContentType, DateTimeOffset At);

/// <summary>Why, in words that hold no value of the payload.</summary>
internal static partial class RefusedReason
{
    private const int MostFindings = 3;
    private const int MostCharacters = 400;

    public static string Of(IReadOnlyList<Reading> readings)
    {
        var findings = readings.OfType<Reading.Refused>().SelectMany(reading => reading.Findings).Select(Text).Distinct(StringComparer.Ordinal).Take(MostFindings);
        var reason = string.Join("; ", findings);
        return reason.Length <= MostCharacters ? reason : reason[..MostCharacters];
    }

    /// <summary>What payloads are counted together by. The same mistake at another place of a list, or of a text that is no JSON, is the same.</summary>
    public static string Key(Refusal refusal, PayloadShape shape) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{refusal.Connection}\n{refusal.Source}\n{refusal.Workspace}\n{Number().Replace(refusal.Reason, "0")}\n{shape.Skeleton}")).AsSpan(0, 16));

    /// <summary>A mapping's complaint quotes the value; a place may be named after one.</summary>
    private static string Text(Finding finding)
    {
        var place = Step().Replace(finding.Pointer, step => PayloadShape.Name(step.Value));
        var detail = Quoted().Replace(finding.Detail, "\"…\"");
        return place.Length == 0 ? detail : $"{place}: {detail}";
    }

    [GeneratedRegex(@"[0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@""".*""", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"[^/.\[\]]+(?![0-9]*\])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Step();
}
