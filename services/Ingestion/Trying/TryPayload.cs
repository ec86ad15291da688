using System.Text.Json;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Trying;

/// <summary>Reads one payload as a source would, without a server, a signature or a set-up.</summary>
internal static class TryPayload
{
    public static Outcome Run(Source source, byte[] body, IHeaderDictionary headers, DateTimeOffset now, JsonElement options = default)
    {
        var connection = Connection.ForTrying(source.Name, options);
        using var delivery = new Delivery(connection, headers, body, new EventContext(connection.Workspace, Rfc3339.ToMicroseconds(now), TraceParent: null));
        return Outcome.Of(WebhookInbound.Read(source, delivery));
    }
}
