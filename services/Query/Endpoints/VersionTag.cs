using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KpiPlatform.Kpis;
using KpiPlatform.Query.Answers;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Reading;
using Microsoft.Extensions.Primitives;

namespace KpiPlatform.Query.Endpoints;

/// <summary>The ETag: the projections' version and a hash of all else that the answer depends on.</summary>
internal sealed class VersionTag(Catalogue catalogue)
{
    private readonly string definitions = string.Join('\n', catalogue.Kpis.Select(k => $"{k.Id} {k.Formula} {k.Unit.Symbol} {k.Better}"));

    public string Of(Grammar grammar, Question question, QueryEcho echo, Snapshot snapshot)
    {
        var unfinished = Unfinished(question) + (question.Previous is { } other ? "," + Unfinished(other) : "");
        var clock = Plan.FollowsTheClock(question) ? question.Now.ToUnixTimeSeconds() : 0;
        var all = $"{grammar.Path}\n{question.Workspace}\n{string.Join(',', snapshot.Shards)} {snapshot.Positions} {snapshot.IsBehind}\n{unfinished} {clock} {snapshot.RulesVersion} {snapshot.Recalculating}\n{JsonSerializer.Serialize(echo)}\n{definitions}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)).AsSpan(0, 8));
        return string.Create(CultureInfo.InvariantCulture, $"\"p{snapshot.Version}-{hash}\"");
    }

    private static string Unfinished(Question question) =>
        Enumerable.Range(0, question.Buckets.Count).Count(i => question.Buckets.IsPartial(i, question.Now)).ToString(CultureInfo.InvariantCulture);

    /// <summary>True when <c>If-None-Match</c> names this version. Proxies that compress may have made the tag a weak one.</summary>
    public static bool IsAmong(StringValues ifNoneMatch, string tag) =>
        ifNoneMatch.SelectMany(v => (v ?? "").Split(',')).Select(v => v.Trim()).Any(v => v == "*" || v == tag || v == "W/" + tag);
}
