using System.Text;
using System.Text.Json;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Trying;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;
using KpiPlatform.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace KpiPlatform.Ingestion.Tests.Sources;

/// <summary>What payloads, samples and records become, and how a source answers a handshake.</summary>
internal static class Becomes
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static Outcome Read(string source, string body, string? options = null, params (string Name, string Value)[] headers) => Read(source, Encoding.UTF8.GetBytes(body), options, headers);

    public static Outcome Read(string source, byte[] body, string? options = null, params (string Name, string Value)[] headers)
    {
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers) dictionary.Append(name, value);
        return TryPayload.Run(SourceCatalogue.Find(source)!, body, dictionary, Now, options is null ? default : JsonDocument.Parse(options).RootElement);
    }

    /// <summary>The one event it becomes.</summary>
    public static CanonicalEvent One(string source, string body, string? options = null, params (string Name, string Value)[] headers) => Assert.Single(Read(source, body, options, headers).Events);

    public static Connection Connection(string source, string options = "{}", string account = "main", params string[] secrets) =>
        Ingestion.Webhooks.Connection.ForTrying(source, JsonDocument.Parse(options).RootElement) with { Account = account, Secrets = secrets };

    /// <summary>The body answered; null when it is left to the endpoint's 401.</summary>
    public static async Task<string?> HandshakeAsync(string source, string method, string query, params Connection[] connections) =>
        await HandshakeAsync(source, method, query, [], connections) is { } http ? Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray()) : null;

    public static async Task<HttpContext?> HandshakeAsync(string source, string method, string query, (string Name, string Value)[] headers, params Connection[] connections)
    {
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        (http.Request.Method, http.Request.QueryString, http.Response.Body) = (method, new QueryString(query.Length == 0 ? "" : "?" + query), new MemoryStream());
        foreach (var (name, value) in headers) http.Request.Headers[name] = value;
        if (SourceCatalogue.Find(source)!.Handshake(http.Request, connections) is not { } answer) return null;
        await answer.ExecuteAsync(http);
        return http;
    }

    /// <summary>The events of one of our samples.</summary>
    public static IReadOnlyList<CanonicalEvent> Sample(Source source, string name, Func<string, string>? change = null)
    {
        var text = File.ReadAllText(Path.Combine(SharedFolder.Root, "tests/Ingestion.Tests/Sources/Samples", source.Name, name + ".json"));
        return TryPayload.Run(source, Encoding.UTF8.GetBytes(change?.Invoke(text) ?? text), new HeaderDictionary(), Now).Events;
    }

    /// <summary>What a record of the vendor's API or export becomes.</summary>
    public static Outcome Record(Source source, string json, JsonElement options = default)
    {
        var connection = Ingestion.Webhooks.Connection.ForTrying(source.Name, options);
        using var delivery = new Delivery(connection, new HeaderDictionary(), Encoding.UTF8.GetBytes(json), new EventContext(connection.Workspace, Now, TraceParent: null));
        return Outcome.Of(Delivery.Guarded(() => source.ReadRecord(delivery, delivery.Json)!));
    }

    /// <summary>True when it opens the door to a connection with this secret and these options.</summary>
    public static bool Opens(Source source, string body, string secret, params (string Name, string Value)[] headers)
    {
        var request = new SignedRequest(new HeaderDictionary(headers.ToDictionary(h => h.Name, h => new StringValues(h.Value))), new QueryCollection(), Encoding.UTF8.GetBytes(body));
        return source.Proofs.Any(proof => proof.Shows(request, secret, Ingestion.Webhooks.Connection.ForTrying(source.Name), Now));
    }
}
