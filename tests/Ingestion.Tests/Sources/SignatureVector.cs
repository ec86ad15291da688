using System.Text;
using System.Text.Json;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;
using KpiPlatform.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KpiPlatform.Ingestion.Tests.Sources;

/// <summary>One request that somebody signed, and whether it is right: an entry of a vectors file.</summary>
public sealed record SignatureVector(string Id, string Vendor, bool Valid, string Algorithm, string Secret, string Method, IReadOnlyDictionary<string, string> Headers, byte[] Body, string? Query, JsonElement? ExpectedResponse)
{
    /// <summary>Of requests without a time of their own.</summary>
    private static readonly DateTimeOffset AnyTime = new(2026, 7, 22, 10, 0, 0, TimeSpan.Zero);

    /// <summary>Ours, and the shared ones where they are at hand.</summary>
    public static IReadOnlyList<SignatureVector> All()
    {
        var ours = Load(Path.Combine(SharedFolder.Root, "tests/Ingestion.Tests/Sources/vectors.json"));
        return [.. ours, .. SharedFolder.File("webhooks/vectors/vectors.json") is { } shared ? Load(shared) : []];
    }

    private static IReadOnlyList<SignatureVector> Load(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. json.RootElement.Clone().EnumerateArray().Select(entry => Read(entry, Path.GetDirectoryName(Path.GetDirectoryName(file))!))];
    }

    /// <summary>The source it is for.</summary>
    public string Source => Vendor.StartsWith("github-style", StringComparison.Ordinal) ? "meta" : Vendor;

    /// <summary>When it was signed; Mailgun has its time inside the body.</summary>
    public DateTimeOffset SignedAt
    {
        get
        {
            var inHeader = TimeHeader is { } header ? Headers[header] : null;
            if (inHeader is null && Source == "mailgun") inHeader = InBody("timestamp");
            return inHeader is null ? AnyTime : VendorTime.Parse(inHeader)!.Value;
        }
    }

    public string? TimeHeader => Headers.Keys.FirstOrDefault(name => name.EndsWith("timestamp", StringComparison.OrdinalIgnoreCase));

    public string? MacHeader => Headers.Keys.FirstOrDefault(name => name.Contains("signature", StringComparison.OrdinalIgnoreCase) && !name.EndsWith("timestamp", StringComparison.OrdinalIgnoreCase));

    public override string ToString() => Id;

    /// <summary>A string of Mailgun's signature, in a webhook's JSON or among a route's fields.</summary>
    public string InBody(string member)
    {
        using var json = JsonDocument.Parse(Body);
        var holder = json.RootElement.GetProperty("signature") is { ValueKind: JsonValueKind.Object } inner ? inner : json.RootElement;
        return holder.GetProperty(member).GetString()!;
    }

    internal bool IsShown(Source source, DateTimeOffset now)
    {
        var request = new SignedRequest(new HeaderDictionary(Headers.ToDictionary(header => header.Key, header => new StringValues(header.Value), StringComparer.OrdinalIgnoreCase)), QueryCollection.Empty, Body);
        return source.Proofs.Any(proof => proof.Shows(request, Secret, Connection, now));
    }

    internal Connection Connection
    {
        get
        {
            var options = JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["verify_token"] = Secret });
            return Connection.ForTrying(Source, options) with { Secrets = Secret.Length == 0 ? [] : [Secret] };
        }
    }

    private static SignatureVector Read(JsonElement entry, string folder)
    {
        string? Text(string name) => entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        var body = Text("body_file") is { } file ? File.ReadAllBytes(Path.Combine(folder, file)) : Encoding.UTF8.GetBytes(Text("body") ?? "");
        return new SignatureVector(
            Text("id")!, Text("vendor")!, entry.GetProperty("valid").GetBoolean(), Text("algorithm") ?? "", Text("secret") ?? "", Text("method") ?? "POST",
            entry.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()!, StringComparer.OrdinalIgnoreCase),
            body, Text("query"), entry.TryGetProperty("expected_response", out var expected) ? expected : null);
    }
}
