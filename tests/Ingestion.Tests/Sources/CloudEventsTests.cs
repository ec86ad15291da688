using System.Text;
using System.Text.Json;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks.Proofs;
using KpiPlatform.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KpiPlatform.Ingestion.Tests.Sources;

/// <summary>The HTTP binding's own examples, and the http-webhook handshake.</summary>
public sealed class CloudEventsTests
{
    private static readonly string[] Binary = ["application/json", "application/json; charset=utf-8"];
    private static readonly string[] Structured = ["application/cloudevents+json", "application/cloudevents+json; charset=utf-8"];
    private static readonly (string Name, string Value)[] Attributes =
        [("specversion", "1.0"), ("type", "com.example.someevent"), ("time", "2018-04-05T03:56:24Z"), ("id", "1234-1234-1234"), ("source", "/mycontext/subcontext")];

    public static TheoryData<string> BinaryTypes => [.. Binary];

    public static TheoryData<string> StructuredTypes => [.. Structured];

    [Theory]
    [MemberData(nameof(BinaryTypes))]
    public void The_conformance_examples_of_binary_mode_are_read(string type)
    {
        var headers = new HeaderDictionary { ["Content-Type"] = type };
        foreach (var (name, value) in Attributes) headers["ce-" + name] = value;
        Assert.Equal(BodyForm.Binary, BodyForms.Of(headers));
        var findings = new Findings(index: null);
        var envelope = HeaderEnvelope.Read(headers, findings);
        Assert.Empty(findings.All);
        Assert.All(Attributes, attribute => Assert.Equal(attribute.Value, envelope[attribute.Name]));
    }

    [Theory]
    [MemberData(nameof(StructuredTypes))]
    public void The_conformance_examples_of_structured_mode_are_read(string type)
    {
        Assert.Equal(BodyForm.Structured, BodyForms.Of(new HeaderDictionary { ["Content-Type"] = type }));
        var members = Attributes.ToDictionary(attribute => attribute.Name, attribute => (object)attribute.Value, StringComparer.Ordinal);
        members["data"] = new { message = "Hello World!" };
        var findings = new Findings(index: null);
        var envelope = Envelope.Read(JsonSerializer.SerializeToElement(members), findings);
        Assert.Empty(findings.All);
        Assert.All(Attributes, attribute => Assert.Equal(attribute.Value, envelope[attribute.Name]));
        Assert.Equal("Hello World!", envelope.Data?.GetProperty("message").GetString());
    }

    [Fact]
    public void The_official_examples_are_these()
    {
        var feature = SharedFolder.File("webhooks/payloads/cloudevents/conformance.http-protocol-binding.feature");
        Assert.SkipWhen(feature is null, "there is no folder of shared payloads");
        var rows = File.ReadAllLines(feature!).Select(line => line.Trim(' ', '|')).Where(row => row.StartsWith("application/", StringComparison.Ordinal) && !row.Contains('|', StringComparison.Ordinal));
        Assert.Equal([.. Binary, .. Structured], rows.ToList());
    }

    [Fact]
    public void The_specifications_binary_request_is_anothers_event()
    {
        var file = SharedFolder.File("webhooks/payloads/cloudevents/binary.request.http.txt");
        Assert.SkipWhen(file is null, "there is no folder of shared payloads");
        var (head, body) = File.ReadAllText(file!).ReplaceLineEndings("\n").Split("\n\n", 2) is [var first, var rest] ? (first, rest) : ("", "");
        (string, string)[] headers = [.. head.Split('\n').Skip(1).Select(line => line.Split(": ", 2)).Select(line => (line[0], line[1]))];
        Assert.Equal(("ignored", "unknown_type"), Becomes.Read("cloudevents", body, null, headers) is var outcome ? (outcome.Word, outcome.Reason) : default);
    }

    [Fact]
    public void More_events_than_a_request_may_have_are_refused_by_name() =>
        Assert.Contains("10000", Becomes.Read("cloudevents", $"[{string.Join(',', Enumerable.Repeat("1", 10_001))}]").Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("events.example.com", true)]
    [InlineData("EVENTS.example.com", true)]
    [InlineData("other.example.com", false)]
    public async Task A_connection_may_say_which_origins_it_takes(string origin, bool may)
    {
        var answer = await Becomes.HandshakeAsync("cloudevents", "OPTIONS", "", [("WebHook-Request-Origin", origin)], Becomes.Connection("cloudevents", """{"origins":["events.example.com"]}"""));
        Assert.Equal(may ? origin : null, answer?.Response.Headers["WebHook-Allowed-Origin"].ToString());
    }

    [Theory]
    [InlineData("120", "120")]
    [InlineData("99999999", "600000")]
    [InlineData("many", "*")]
    [InlineData(null, "")]
    public async Task The_rate_granted_is_what_was_asked_for_within_reason(string? asked, string granted)
    {
        var answer = await Becomes.HandshakeAsync("cloudevents", "OPTIONS", "", [("WebHook-Request-Origin", "o"), .. asked is null ? [] : new[] { ("WebHook-Request-Rate", asked) }]);
        Assert.Equal(granted, answer!.Response.Headers["WebHook-Allowed-Rate"].ToString());
    }

    [Fact]
    public void A_token_in_the_query_of_the_specification_is_not_taken()
    {
        SignedRequest With(string name) => new(new HeaderDictionary(), new QueryCollection(new Dictionary<string, StringValues>(StringComparer.Ordinal) { [name] = "secret" }), Encoding.UTF8.GetBytes("{}"));
        bool IsShown(string name) => SourceCatalogue.Find("cloudevents")!.Proofs.Any(proof => proof.Shows(With(name), "secret", Becomes.Connection("cloudevents"), Becomes.Now));
        Assert.False(IsShown("access_token"));
        Assert.True(IsShown("token")); // ours, for vendors that can do nothing else
    }
}
