using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Trying;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;
using Microsoft.AspNetCore.Http;

namespace KpiPlatform.Ingestion.Tests.Webhooks;

/// <summary>What a mapping makes of a delivery.</summary>
public sealed class MapSourceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly Source Map = SourceCatalogue.Find("map")!;

    private const string Rules = """
        "subject":"$.t","time":"$.at","rules":[
          {"when":{"$.k":"new"},"emit":{"type":"helpdesk.ticket.opened","data":{"channel":"$.via","customer":"$.who"}}},
          {"when":{"$.k":"seen"},"drop":"only looked at"}]
        """;

    private static Outcome Try(string body, string mapping = $$"""{"id":"$.n",{{Rules}}}""", string? header = null, string? contentType = null)
    {
        var headers = new HeaderDictionary();
        if (header is not null) headers["X-Event"] = header;
        if (contentType is not null) headers["Content-Type"] = contentType;
        return TryPayload.Run(Map, Encoding.UTF8.GetBytes(body), headers, Now, JsonDocument.Parse($$"""{"mapping":{{mapping}}}""").RootElement);
    }

    private const string One = """{"n":"7","t":"T1","k":"new","via":"email","who":"c-1","at":"2026-03-02T09:05:00+02:00"}""";
    private const string Two = """{"n":"8","t":"T2","k":"new","via":"voice","at":"2026-03-02T09:06:00Z"}""";
    private const string Seen = """{"n":"9","t":"T2","k":"seen","at":"2026-03-02T09:06:00Z"}""";

    [Fact]
    public void An_object_becomes_an_event_of_the_connections_source_with_its_customer_hashed()
    {
        var e = Assert.Single(Try(One).Events);

        Assert.Equal(("/map/try", "7/opened", "T1", "2026-03-02T07:05:00"), (e.Source, e.Id, e.Subject, $"{e.Time:s}"));
        Assert.Matches("^[0-9a-f]{32}$", e.Data.Customer);
    }

    [Theory]
    [InlineData($"[{One},{Two},{Seen}]", null, "")]
    [InlineData($"{One}\n{Two}\n\n{Seen}\n", null, "")]
    [InlineData($"{One}\n{Two}\n{Seen}", "application/x-ndjson", "")]
    [InlineData($$$"""{"data":{"list":[{{{One}}},{{{Two}}},{{{Seen}}}]}}""", null, "\"items\":\"$.data.list\",")]
    [InlineData("n,t,k,via,who,at\n7,T1,new,email,c-1,2026-03-02T09:05:00Z\n8,T2,new,voice,,2026-03-02T09:06:00Z\n9,T2,seen,,,2026-03-02T09:06:00Z\n", "text/csv", "")]
    [InlineData("n;t;k;via;who;at\n7;T1;new;email;c-1;2026-03-02T09:05:00Z\n8;T2;new;voice;;2026-03-02T09:06:00Z\n9;T2;seen;;;2026-03-02T09:06:00Z\n", null, "\"format\":\"csv\",\"csv\":{\"delimiter\":\";\"},")]
    public void Lists_lines_and_tables_become_an_event_a_row(string body, string? contentType, string more)
    {
        var outcome = Try(body, $$"""{"id":"$.n",{{more}}{{Rules}}}""", contentType: contentType);

        Assert.Equal(("accepted", "by_mapping"), (outcome.Word, outcome.Reason));
        Assert.Equal(["7/opened", "8/opened"], outcome.Events.Select(e => e.Id));
    }

    [Fact]
    public void What_the_mapping_drops_is_ignored_by_mapping() => Assert.Equal(new Outcome("ignored", "by_mapping", []), Try(Seen) with { Events = [] });

    [Theory]
    [InlineData("""{"n":"7","t":"T1","k":"other","at":"2026-03-02T09:05:00Z"}""", "No rule takes it")]
    [InlineData("""{"n":"7","t":"T1","k":"new","via":"pigeon","at":"2026-03-02T09:05:00Z"}""", "/data/channel: \"pigeon\" is not one of its words")]
    [InlineData("""{"n":"7","t":"T1","k":"new","via":"email","at":"2031-03-02T09:05:00Z"}""", "/time: Must lie between")]
    [InlineData("""{"n":"7","k":"new","via":"email","at":"2026-03-02T09:05:00Z"}""", "/subject: Is empty")]
    [InlineData("""{"n":"7","t":"\u0000","k":"new","via":"email","at":"2026-03-02T09:05:00Z"}""", "/subject: Holds the character U+0000")]
    [InlineData("""{"n":"\ud800","t":"T1","k":"new","via":"email","at":"2026-03-02T09:05:00Z"}""", "holds a text that is no text")]
    [InlineData("[1]", "not a JSON object")]
    [InlineData("7", "not a JSON object")]
    [InlineData("{", "Is not JSON")]
    public void What_no_event_can_be_made_of_is_refused_by_name(string body, string reason)
    {
        var outcome = Try(body);

        Assert.Equal("refused", outcome.Word);
        Assert.Contains(reason, outcome.Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void One_bad_row_does_not_take_the_others_with_it() => Assert.Equal("7/opened", Assert.Single(Try($"[{One},3]").Events).Id);

    [Fact]
    public void A_header_can_say_which_event_it_is()
    {
        const string mapping = """{"subject":"$.t","time":"$.at","id":"{$.n}/{$header.X-Event}","rules":[{"when":{"$header.x-event":"ticket.closed"},"emit":{"type":"helpdesk.ticket.resolved"}}],"otherwise":{"drop":"not it"}}""";

        Assert.Equal("7/ticket.closed/resolved", Assert.Single(Try(One, mapping, "ticket.closed").Events).Id);
        Assert.Equal("ignored", Try(One, mapping, "ticket.seen").Word);
    }

    [Fact]
    public void Without_an_id_the_same_payload_is_the_same_fact_whatever_its_headers()
    {
        const string mapping = """{"subject":"$.t","time":"$.at","rules":[{"when":{"$header.X-Event":{"present":true}},"emit":{"type":"helpdesk.ticket.resolved"}}]}""";

        var (first, again, other) = (Try(One, mapping, "a"), Try(One, mapping, "b"), Try(Two, mapping, "a"));

        Assert.Equal(first.Events[0].Id, again.Events[0].Id);
        Assert.NotEqual(first.Events[0].Id, other.Events[0].Id);
    }

    [Theory]
    [InlineData("{}", "neither the option map")]
    [InlineData("""{"map":"nowhere.json"}""", "There is no mapping file nowhere.json")]
    [InlineData("""{"mapping":{"subject":"$.t","time":"$.at","rules":[{"emit":{"type":"helpdesk.ticket.gone"}}]}}""", "/rules/0/emit/type")]
    [InlineData("""{"mapping":{"subject":"$.t","time":"$.at","rules":[{"when":{"first_of":"$.t"},"emit":{"type":"helpdesk.ticket.opened","data":{"channel":"email"}}}]}}""", "first_of is for files")]
    [InlineData("""{"signature":{"algorithm":"sha1"}}""", "needs \"header\"")]
    [InlineData("""{"signature":{"header":"X-Sig","algorithm":"md5"}}""", "sha1 or sha256")]
    [InlineData("""{"signature":{"header":"X-Sig","coding":"hex"}}""", "no member coding")]
    public void A_wrong_set_up_is_named(string options, string problem) =>
        Assert.Contains(problem, Map.Problem(Connection.ForTrying("map", JsonDocument.Parse(options).RootElement)), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"header":"X-Sig"}""")]
    [InlineData("""{"header":"X-Sig","algorithm":"sha1","encoding":"base64","prefix":"v1="}""")]
    [InlineData("""{"header":"X-Sig","timestamp_header":"X-Time","separator":":"}""")]
    public void Any_hmac_lets_in_who_signs_and_nobody_by_the_bare_secret(string signature)
    {
        var connection = Connection.ForTrying("map", JsonDocument.Parse($$"""{"signature":{{signature}}}""").RootElement);
        var proof = Assert.Single(Map.ProofsFor(connection));
        var body = Encoding.UTF8.GetBytes(One);
        var headers = Headers(proof.Sign(body, "s3cret", Now)!);

        Assert.True(proof.Shows(new SignedRequest(headers, QueryCollection.Empty, body), "s3cret", connection, Now));
        body[3] ^= 1;
        Assert.False(proof.Shows(new SignedRequest(headers, QueryCollection.Empty, body), "s3cret", connection, Now));
        Assert.False(proof.Shows(new SignedRequest(Headers([new(TokenProof.HeaderName, "s3cret")]), QueryCollection.Empty, body), "s3cret", connection, Now));
    }

    [Fact]
    public void Our_hmac_is_the_one_everybody_computes()
    {
        var connection = Connection.ForTrying("map", JsonDocument.Parse("""{"signature":{"header":"X-Sig","timestamp_header":"X-Time"}}""").RootElement);
        var hex = Convert.ToHexStringLower(HMACSHA256.HashData("s3cret"u8, Encoding.UTF8.GetBytes($"{Now.ToUnixTimeSeconds()}.{One}")));
        var headers = Headers([new("X-Time", $"{Now.ToUnixTimeSeconds()}"), new("X-Sig", hex)]);

        Assert.True(Map.ProofsFor(connection)[0].Shows(new SignedRequest(headers, QueryCollection.Empty, Encoding.UTF8.GetBytes(One)), "s3cret", connection, Now));
    }

    private static HeaderDictionary Headers(IReadOnlyList<KeyValuePair<string, string>> given)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in given) headers[name] = value;
        return headers;
    }
}
