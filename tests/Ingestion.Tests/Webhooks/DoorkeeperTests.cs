using System.Net;
using System.Text.Json.Nodes;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;
using KpiPlatform.Platform.Keys;
using Microsoft.AspNetCore.Http;

namespace KpiPlatform.Ingestion.Tests.Webhooks;

/// <summary>Nobody can find out which workspaces there are, and whom they work with.</summary>
public sealed class DoorkeeperTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly SignedRequest Request = new(new HeaderDictionary(), QueryCollection.Empty, "{}"u8.ToArray());

    [Fact]
    public async Task Unknown_workspace_unknown_source_and_wrong_secret_get_the_same_answer()
    {
        await using var host = new IngestionHost(new Uri("amqp://guest:guest@127.0.0.1:1/none"));
        var answers = new List<string>();
        foreach (var path in (string[])["zendesk/acme", "typeform/acme", "typeform/nobody", "nothing/acme", "nothing/nobody", "map/acme", "intercom/nobody"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/webhooks/{path}") { Content = new ByteArrayContent("{}"u8.ToArray()) };
            request.Headers.Add("X-Webhook-Token", "wrong");
            request.Headers.Add("Typeform-Signature", "sha256=d3Jvbmc=");
            answers.Add(await AnswerAsync(await host.Webhooks.SendAsync(request), path));
            answers.Add(await AnswerAsync(await host.Webhooks.GetAsync($"/v1/webhooks/{path}"), path));
        }

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("HEAD", "intercom", "")]
    [InlineData("HEAD", "surveymonkey", "")]
    [InlineData("GET", "x", "?crc_token=any-token")]
    [InlineData("GET", "meta", "?hub.mode=subscribe&hub.verify_token=guess&hub.challenge=1")]
    public async Task A_handshake_tells_nobody_which_workspaces_there_are(string method, string source, string query)
    {
        await using var host = new IngestionHost(new Uri("amqp://guest:guest@127.0.0.1:1/none"));
        using var known = await host.Webhooks.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/v1/webhooks/{source}/acme{query}"));
        using var unknown = await host.Webhooks.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/v1/webhooks/{source}/nobody{query}"));
        Assert.Equal(known.StatusCode, unknown.StatusCode);
        Assert.Equal(known.Content.Headers.ContentType, unknown.Content.Headers.ContentType);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_refusal_costs_the_same_however_many_secrets_a_workspace_has(int secrets)
    {
        var source = new Counting("right");
        var connection = Connection.ForTrying("counting") with { Secrets = [.. Enumerable.Range(0, secrets).Select(i => $"wrong {i}")] };
        Assert.Null(Doorkeeper.Try(source, secrets == 0 ? [] : [connection], least: () => 10, Request, Now));
        Assert.Equal(10, source.Tries);
    }

    [Fact]
    public void The_right_secret_is_found_wherever_it_stands_and_all_are_tried()
    {
        var source = new Counting("right");
        foreach (var secrets in (string[][])[["right", "b", "c"], ["a", "right", "c"], ["a", "b", "right"]])
        {
            source.Tries = 0;
            var connection = Connection.ForTrying("counting") with { Workspace = new Workspace("w", new byte[32]), Secrets = secrets };
            Assert.Same(connection, Doorkeeper.Try(source, [connection], least: () => 4, Request, Now));
            Assert.Equal(6, source.Tries);
        }
    }

    /// <summary>All that a sender is told, but for what differs by itself.</summary>
    private static async Task<string> AnswerAsync(HttpResponseMessage answer, string path)
    {
        using (answer)
        {
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
            Assert.Equal($"/v1/webhooks/{path}", (string?)body["instance"]);
            body.Remove("instance");
            body.Remove("trace_id");
            var headers = answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not ("Date" or "Content-Length")).OrderBy(header => header.Key, StringComparer.Ordinal);
            return $"{answer.StatusCode} {string.Join('|', headers.Select(header => $"{header.Key}: {string.Join(',', header.Value)}"))} {body.ToJsonString()}";
        }
    }

    /// <summary>Two proofs that count how often they were asked for.</summary>
    private sealed class Counting(string right) : Source
    {
        public int Tries { get; set; }

        public override string Name => "counting";

        public override string Title => "Counting";

        public override SourceGuide Guide => throw new NotSupportedException();

        public override IReadOnlyList<Proof> Proofs => [new Mac(this, right), new Mac(this, "another")];

        public override IEnumerable<Reading> Read(Delivery delivery) => [];
    }

    private sealed class Mac(Counting counting, string right) : Proof
    {
        public override bool Shows(SignedRequest request, string secret, Connection connection, DateTimeOffset now)
        {
            counting.Tries++;
            return secret == right;
        }
    }
}
