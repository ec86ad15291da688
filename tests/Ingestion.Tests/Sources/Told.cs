using System.Text.Json;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Testing;
using Microsoft.AspNetCore.Http;

namespace KpiPlatform.Ingestion.Tests.Sources;

/// <summary>What a source makes of one of our samples, changed a little.</summary>
internal static class Told
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<CanonicalEvent> Events(string source, string sample, params (string From, string To)[] changes) =>
        [.. Readings(source, sample, Now, changes).OfType<Reading.Taken>().Select(taken => taken.Event)];

    /// <summary>What the events are about and when, without when they arrived.</summary>
    public static IReadOnlyList<(string Id, DateTimeOffset Time)> Identities(string source, string sample, params (string From, string To)[] changes) =>
        [.. Events(source, sample, changes).Select(e => (e.Id, e.Time))];

    public static IReadOnlyList<Reading> Readings(string source, string sample, DateTimeOffset now, params (string From, string To)[] changes)
    {
        var file = Path.Combine(SharedFolder.Root, "tests/Ingestion.Tests/Sources/Samples", source, sample);
        var text = File.ReadAllText(file);
        foreach (var (from, to) in changes)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        using var delivery = Deliver(Connection(source), text, File.Exists(file + ".headers") ? File.ReadAllText(file + ".headers") : "", now);
        return WebhookInbound.Read(SourceCatalogue.Find(source)!, delivery);
    }

    public static Delivery Deliver(Connection connection, string body, string headers = "", DateTimeOffset? now = null) =>
        new(connection, Headers(headers), System.Text.Encoding.UTF8.GetBytes(body), new EventContext(connection.Workspace, now ?? Now, TraceParent: null));

    public static Connection Connection(string source, string options = "{}") => KpiPlatform.Ingestion.Webhooks.Connection.ForTrying(source, JsonDocument.Parse(options).RootElement);

    /// <summary>One that somebody added, with a workspace.</summary>
    public static Connection Added(string source, string secret) => new("c_1", source, new Platform.Keys.Workspace("acme", new byte[32]), "acme", [secret], default);

    private static HeaderDictionary Headers(string lines)
    {
        var headers = new HeaderDictionary();
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Append(line[..colon], line[(colon + 1)..].Trim());
        }

        return headers;
    }
}
