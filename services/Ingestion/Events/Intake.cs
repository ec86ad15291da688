using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Events;

/// <summary>One request on its way in: what each step found out, for the next.</summary>
internal sealed class Intake(HttpContext http) : IDisposable
{
    public HttpContext Http { get; } = http;

    public HttpRequest Request => Http.Request;

    public BodyForm Form { get; set; }

    /// <summary>Bytes the body may have, unpacked.</summary>
    public int Limit { get; set; } = HttpLimits.SingleBytes;

    public byte[] Body { get; set; } = [];

    public Workspace? Workspace { get; set; }

    /// <summary>Id of the key, signing secret or connection that vouches for the request: not secret.</summary>
    public string? SenderId { get; set; }

    /// <summary>True once the request was taken off its sender's allowance.</summary>
    public bool IsCounted { get; set; }

    /// <summary>For metrics: the source of a webhook, or "events" for the front door. One of few.</summary>
    public string SourceName { get; init; } = "events";

    /// <summary>Of a vendor's webhook: who sent it.</summary>
    public (Source Source, Connection Connection)? Sender { get; set; }

    /// <summary>Of a vendor's webhook: what was sent.</summary>
    public Delivery? Delivery { get; set; }

    public IReadOnlyList<Reading> Readings { get; set; } = [];

    /// <summary>Good events, each once.</summary>
    public IReadOnlyList<CanonicalEvent> Accepted { get; set; } = [];

    public int Duplicates { get; set; }

    /// <summary>Of an import: the lines there were.</summary>
    public int? Records { get; set; }

    public void Dispose() => Delivery?.Dispose();
}

/// <summary>A step of the way in: null goes on to the next, a result is the answer.</summary>
internal sealed record InboundStep(string Name, Func<Intake, ValueTask<IResult?>> Take);
