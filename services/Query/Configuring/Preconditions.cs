using KpiPlatform.Platform.Hosting;
using KpiPlatform.Query.Endpoints;
using Microsoft.Extensions.Primitives;

namespace KpiPlatform.Query.Configuring;

/// <summary>What a request says must be so for it to change anything (RFC 9110, 13.1): so nobody undoes what he has not seen.</summary>
internal sealed record Preconditions(StringValues IfMatch, StringValues IfNoneMatch)
{
    public static Preconditions Of(HttpRequest request) => new(request.Headers.IfMatch, request.Headers.IfNoneMatch);

    /// <summary>The answer to give when what is there now is not what the caller expects; null when it is.</summary>
    public IResult? Refusal(HttpContext context, ItemKind kind, Item? current)
    {
        var why = (current, IfMatch.Count > 0, IfNoneMatch.Count > 0) switch
        {
            (null, true, _) => $"There is no such {kind.One} now.",
            ({ } item, true, _) when !Names(IfMatch, item.Tag) => $"The {kind.One} was changed since: it is at {item.Tag} now.",
            ({ } item, _, true) when VersionTag.IsAmong(IfNoneMatch, item.Tag) => $"The {kind.One} is there already, at {item.Tag}.",
            _ => null,
        };
        if (why is null) return null;
        if (current is not null) context.Response.Headers.ETag = current.Tag;
        return Problems.Of(StatusCodes.Status412PreconditionFailed, "precondition_failed", why);
    }

    /// <summary>The strong comparison: a weak tag names nothing.</summary>
    private static bool Names(StringValues tags, string tag) => tags.SelectMany(v => (v ?? "").Split(',')).Select(v => v.Trim()).Any(v => v == "*" || v == tag);
}
