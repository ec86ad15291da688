using System.Text;
using System.Text.Json;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Trying;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Testing;
using Microsoft.AspNetCore.Http;

namespace KpiPlatform.Ingestion.Tests.Sources;

/// <summary>What payloads and records become, for the rules that a single sample does not show.</summary>
internal static class Become
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The events of one of our samples.</summary>
    public static IReadOnlyList<CanonicalEvent> Sample(Source source, string name, Func<string, string>? change = null)
    {
        var text = File.ReadAllText(Path.Combine(SharedFolder.Root, "tests/Ingestion.Tests/Sources/Samples", source.Name, name + ".json"));
        return TryPayload.Run(source, Encoding.UTF8.GetBytes(change?.Invoke(text) ?? text), new HeaderDictionary(), Now).Events;
    }

    /// <summary>What a record of the vendor's API or export becomes.</summary>
    public static Outcome Record(Source source, string json, JsonElement options = default)
    {
        var connection = Connection.ForTrying(source.Name, options);
        using var delivery = new Delivery(connection, new HeaderDictionary(), Encoding.UTF8.GetBytes(json), new EventContext(connection.Workspace, Now, TraceParent: null));
        return Outcome.Of(Delivery.Guarded(() => source.ReadRecord(delivery, delivery.Json)!));
    }

    /// <summary>True when it opens the door to a connection with this secret and these options.</summary>
    public static bool Opens(Source source, string body, string secret, params (string Name, string Value)[] headers)
    {
        var request = new Ingestion.Webhooks.Proofs.SignedRequest(new HeaderDictionary(headers.ToDictionary(h => h.Name, h => new Microsoft.Extensions.Primitives.StringValues(h.Value))), new QueryCollection(), Encoding.UTF8.GetBytes(body));
        return source.Proofs.Any(proof => proof.Shows(request, secret, Connection.ForTrying(source.Name), Now));
    }
}
