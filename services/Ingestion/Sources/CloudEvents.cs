using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>CloudEvents 1.0 with the types of contracts/README.md, from systems that keep one secret rather than a key of ours: the same body as <c>/v1/events</c> takes, in all its forms.</summary>
internal sealed class CloudEvents : Source
{
    private const int MostAMinute = 600_000;

    public override string Name => "cloudevents";

    public override string Title => "CloudEvents";

    public override SourceGuide Guide { get; } = new(
        Where: "The sender's HTTP webhook target",
        Events: ["events whose type begins with helpdesk. (contracts/README.md); others are ignored"],
        Secret: "Sent as a Bearer token (Authorization), as X-Webhook-Token or as the password of Basic authentication.",
        MakesSecret: true,
        Notes:
        [
            "Structured, binary and batch mode; the dedupe key is source and id, as the sender gives them.",
            "The handshake of the http-webhook specification is answered for every origin, or only for those of --option origins='[\"events.example.com\"]'.",
            "?access_token= is refused: it would be in logs.",
        ]);

    public override IReadOnlyList<Proof> Proofs { get; } = [new TokenProof()];

    public override int BodyBytes => HttpLimits.BulkBytes;

    public override IEnumerable<Reading> Read(Delivery delivery)
    {
        var form = BodyForms.Of(delivery.Headers) ?? Guess(delivery);
        try
        {
            return form is { } known ? BodyParser.Parse(known, delivery.Body, delivery.Headers, delivery.Context) : [WithoutJson(delivery)];
        }
        catch (TooManyEventsException e)
        {
            throw new ShapeException("", e.Message);
        }
    }

    /// <summary>A body without a type, as from a file: an array is a batch.</summary>
    private static BodyForm? Guess(Delivery delivery)
    {
        if (delivery.Header("Content-Type") is not null || delivery.Headers.ContainsKey(HeaderEnvelope.Mark)) return null;
        return delivery.Body.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'[', ..] ? BodyForm.Batch : BodyForm.Structured;
    }

    /// <summary>In binary mode the body may be anything; an event of ours is JSON, and another's is ignored whatever it is.</summary>
    private static Reading WithoutJson(Delivery delivery)
    {
        if (!delivery.Headers.ContainsKey(HeaderEnvelope.Mark)) throw new ShapeException("", "Content-Type must be application/cloudevents+json, application/cloudevents-batch+json or application/json, or there must be ce-* headers.");
        var findings = new Findings(index: null);
        var envelope = HeaderEnvelope.Read(delivery.Headers, findings);
        envelope.Set("datacontenttype", delivery.Header("Content-Type") ?? "absent");
        return EventParser.Parse(envelope, delivery.Context, findings);
    }

    /// <summary>
    /// <c>OPTIONS</c> with <c>WebHook-Request-Origin</c>: may this origin send, and how much a minute? A workspace without a connection answers like one that lets everybody.
    /// </summary>
    public override IResult? Handshake(HttpRequest request, IReadOnlyList<Connection> connections)
    {
        var origin = request.Headers["WebHook-Request-Origin"].ToString();
        if (!HttpMethods.IsOptions(request.Method) || origin.Length is 0 or > 255) return null;
        var lists = connections.Select(connection => connection.OptionList("origins")).ToList();
        if (lists.Count > 0 && !lists.Exists(origins => origins.Count == 0 || origins.Contains(origin, StringComparer.OrdinalIgnoreCase))) return null;
        return new Permission(origin, Rate(request.Headers["WebHook-Request-Rate"].ToString()));
    }

    private static string? Rate(string asked) =>
        int.TryParse(asked, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var rate) && rate > 0
            ? Math.Min(rate, MostAMinute).ToString(System.Globalization.CultureInfo.InvariantCulture)
            : asked.Length > 0 ? "*" : null;

    private sealed record Permission(string Origin, string? Rate) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var headers = httpContext.Response.Headers;
            headers.Allow = "POST";
            headers["WebHook-Allowed-Origin"] = Origin;
            if (Rate is not null) headers["WebHook-Allowed-Rate"] = Rate;
            httpContext.Response.StatusCode = StatusCodes.Status200OK;
            return Task.CompletedTask;
        }
    }
}
