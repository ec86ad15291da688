using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Tests.Events;

namespace KpiPlatform.Ingestion.Tests.Importing;

/// <summary><c>POST /v1/imports/{source}</c> as it is on the wire.</summary>
public sealed class ImportEndpointTests(WireTests.Fixture fixture) : WireTests(fixture)
{
    private const string Row = """{"Ticket ID":"ID","Status":"Closed","Source":"Portal","Created time":"2024-07-01 09:00:00","Resolved time":"2024-07-01 11:00:00"}""";

    private async Task<HttpResponseMessage> ImportAsync(string records, string source = "freshdesk", string query = "?account=lamps", string type = "application/x-ndjson", string? key = null)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(records));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/imports/{source}{query}") { Content = content };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await Host.Http.SendAsync(request);
    }

    private static string Rows(params string[] ids) => string.Join('\n', ids.Select(id => Row.Replace("ID\":\"ID", $"ID\":\"{id}", StringComparison.Ordinal)));

    [Fact]
    public async Task Records_become_the_accounts_events_marked_as_an_import()
    {
        await Host.DrainAsync();
        using var answer = await ImportAsync(Rows("1", "2"), query: "?account=lamps&option.time_zone=Europe/Berlin");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var body = await IngestionHost.JsonAsync(answer);
        Assert.Equal((4, 2), (body.GetProperty("accepted").GetInt32(), body.GetProperty("records").GetInt32()));
        var events = (await Host.DrainAsync()).SelectMany(batch => batch.Events).ToList();
        Assert.Equal(4, events.Count);
        Assert.All(events, e => Assert.Equal((Origin.Import, "/freshdesk/lamps", "acme"), (e.Origin, e.Source, e.Workspace)));
        Assert.Contains(events, e => e.Time == new DateTimeOffset(2024, 7, 1, 7, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Bad_records_are_named_by_their_line_and_the_good_are_taken()
    {
        using var answer = await ImportAsync(Rows("1") + "\n\n{nope\n" + """{"Ticket ID":"2","Created time":"yesterday"}""" + "\n" + Rows("3"));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var body = await IngestionHost.JsonAsync(answer);
        Assert.Equal(4, body.GetProperty("records").GetInt32());
        Assert.Equal([1, 2], body.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("index").GetInt32()));
        Assert.Equal("Created time", body.GetProperty("errors")[1].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task A_dry_run_says_what_records_become_and_takes_nothing()
    {
        await Host.DrainAsync();
        using var answer = await ImportAsync(Rows("1") + "\n{}", query: "?account=lamps&dry_run=true");
        var outcome = await IngestionHost.JsonAsync(answer);
        Assert.Equal((HttpStatusCode.OK, 2), (answer.StatusCode, outcome.GetProperty("events").GetArrayLength()));
        Assert.StartsWith("Ticket ID:", outcome.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Empty(await Host.DrainAsync());
    }

    [Fact]
    public async Task When_nothing_is_good_nothing_is_taken()
    {
        using var answer = await ImportAsync("{}\n{}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(2, (await IngestionHost.JsonAsync(answer)).GetProperty("errors").GetArrayLength());
    }

    [Theory]
    [InlineData("typeform", "?account=a", "application/x-ndjson", HttpStatusCode.NotFound, "no_history")]
    [InlineData("lotus", "?account=a", "application/x-ndjson", HttpStatusCode.NotFound, "unknown_source")]
    [InlineData("freshdesk", "?account=../other", "application/x-ndjson", HttpStatusCode.BadRequest, "which_account")]
    [InlineData("freshdesk", "?account=a&option.time_zone=Europe/Atlantis", "application/x-ndjson", HttpStatusCode.BadRequest, "not_set_up")]
    [InlineData("freshdesk", "?account=a", "application/json", HttpStatusCode.UnsupportedMediaType, "unsupported_type")]
    public async Task What_is_wrong_with_the_request_is_named(string source, string query, string type, HttpStatusCode status, string code)
    {
        using var answer = await ImportAsync(Rows("1"), source, query, type);
        Assert.Equal((status, code), (answer.StatusCode, (await IngestionHost.JsonAsync(answer)).GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_key_without_the_scope_imports_nothing()
    {
        using var forbidden = await ImportAsync(Rows("1"), key: IngestionHost.ReadOnlyKey);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        using var unknown = await ImportAsync(Rows("1"), source: "lotus", key: "kpi_live_nobody");
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
    }

    [Fact]
    public async Task More_than_ten_thousand_records_are_413()
    {
        using var answer = await ImportAsync(string.Join('\n', Enumerable.Repeat("{}", 10_001)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Canonical_events_can_be_marked_as_an_import_too()
    {
        await Host.DrainAsync();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Good));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json");
        using var answer = await Host.Http.PostAsync("/v1/events?origin=import", content);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(Origin.Import, Assert.Single((await Host.DrainAsync()).SelectMany(batch => batch.Events)).Origin);
    }
}
