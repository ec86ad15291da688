using KpiPlatform.Platform.Hosting;
using KpiPlatform.Query.Endpoints;
using Microsoft.Extensions.Primitives;

namespace KpiPlatform.Query.Configuring;

/// <summary>What a request says must be so for it to change anything (RFC 9110, 13.1): so nobody undoes what he has not seen.</summary>
internal sealed record Preconditions(StringValues IfMatch, StringValues IfNoneMatch)
{
    public static Preconditions Of(HttpRequest request) => new(request.Headers.IfMatch, request.Headers.IfNoneMatch);

    /// <summary>The answer to give when what is there now is not what the caller expects; null when it is.</summary>
    public IResult? Refusal(HttpContext context, ItemKind kind, Item? current) => Refusal(context, kind.One, current?.Tag);

    /// <param name="what">What it is, for people.</param>
    /// <param name="tag">Of what is there now; null when nothing is.</param>
    public IResult? Refusal(HttpContext context, string what, string? tag)
    {
        var why = (tag, IfMatch.Count > 0, IfNoneMatch.Count > 0) switch
        {
            (null, true, _) => $"There is no such {what} now.",
            ({ } now, true, _) when !Names(IfMatch, now) => $"The {what} was changed since: it is at {now} now.",
            ({ } now, _, true) when VersionTag.IsAmong(IfNoneMatch, now) => $"The {what} is there already, at {now}.",
            _ => null,
        };
        if (why is null) return null;
        if (tag is not null) context.Response.Headers.ETag = tag;
        return Problems.Of(StatusCodes.Status412PreconditionFailed, "precondition_failed", why);
    }

    /// <summary>The strong comparison: a weak tag names nothing.</summary>
    private static bool Names(StringValues tags, string tag) => tags.SelectMany(v => (v ?? "").Split(',')).Select(v => v.Trim()).Any(v => v == "*" || v == tag);
}
