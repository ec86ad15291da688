using System.Net;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Ingestion.Tests.Events;

/// <summary>Every form in which events may come.</summary>
public sealed class WireFormatTests(WireTests.Fixture fixture) : WireTests(fixture)
{
    [Theory]
    [InlineData("application/cloudevents+json")]
    [InlineData("application/cloudevents+json; charset=utf-8")]
    [InlineData("application/json")]
    public async Task A_structured_event_is_on_the_bus_when_202_is_answered(string type)
    {
        using var answer = await Host.PostAsync(Good, type);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("""{"accepted":1,"duplicates_in_request":0,"ignored":[]}""", await answer.Content.ReadAsStringAsync());
        var taken = Assert.Single((await Host.DrainAsync()).SelectMany(batch => batch.Events));
        Assert.Equal(("acme", "t1", Channel.Email), (taken.Workspace, taken.Subject, taken.Data.Channel));
    }

    [Fact]
    public async Task Binary_mode_takes_attributes_from_percent_encoded_headers()
    {
        using var answer = await Host.PostAsync("""{"author":"customer"}""", "application/json; charset=utf-8", request =>
        {
            request.Headers.Add("ce-specversion", "1.0");
            request.Headers.Add("ce-type", EventTypes.TicketReplied);
            request.Headers.Add("ce-time", "2026-03-02T03:56:24Z");
            request.Headers.Add("ce-id", "1234-1234-1234");
            request.Headers.Add("ce-source", "/z/acme");
            request.Headers.Add("ce-subject", "Euro%20%E2%82%AC%20%F0%9F%98%80");
            request.Headers.Add("ce-comexampleextension1", "value");
        });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("Euro € 😀", Assert.Single((await Host.DrainAsync()).SelectMany(batch => batch.Events)).Subject);
    }

    [Fact]
    public async Task The_senders_trace_goes_with_the_event()
    {
        using var answer = await Host.PostAsync(Good, change: request => request.Headers.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        var taken = Assert.Single((await Host.DrainAsync()).SelectMany(batch => batch.Events));
        Assert.StartsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-", taken.TraceParent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"quoted\\\"x\"", "quoted\"x")]
    [InlineData("a%20b%25", "a b%")]
    [InlineData("100%", null)]
    [InlineData("%zz", null)]
    [InlineData("%ff", null)]
    [InlineData("ä", null)]
    public void Header_values_are_unquoted_and_decoded_or_refused(string header, string? expected) => Assert.Equal(expected, Ingestion.Events.HeaderEnvelope.Decode(header));

    [Fact]
    public async Task A_header_that_is_no_UTF8_is_named()
    {
        using var answer = await Host.PostAsync("{}", "application/json", request =>
        {
            request.Headers.Add("ce-specversion", "1.0");
            request.Headers.Add("ce-subject", "%C3%28");
        });
        var errors = (await IngestionHost.JsonAsync(answer)).GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("pointer")} {e.GetProperty("code")}");
        Assert.Equal(["/subject bad_text", "/id missing", "/source missing", "/type missing", "/time missing"], errors);
    }

    [Fact]
    public async Task In_a_batch_good_events_are_taken_repeats_and_strangers_counted_and_bad_ones_listed()
    {
        var stranger = Good.Replace("helpdesk.ticket.opened", "com.example.other", StringComparison.Ordinal);
        var bad = Good.Replace("email", "fax", StringComparison.Ordinal).Replace("\"t1\"", "7", StringComparison.Ordinal);
        using var answer = await Host.PostAsync($"[{Good},{Good},{stranger},{bad},5]", "application/cloudevents-batch+json");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(
            """{"accepted":1,"duplicates_in_request":1,"ignored":[{"reason":"unknown_type","n":1}],"errors":[{"index":3,"pointer":"/subject","code":"wrong_type","detail":"Must be a string, not a number."},{"index":3,"pointer":"/data/channel","code":"unknown_word","detail":"Must be one of chat, email, other, social, voice, web."},{"index":4,"pointer":"","code":"wrong_type","detail":"An event must be an object, not a number."}]}""",
            await answer.Content.ReadAsStringAsync());
        Assert.Single((await Host.DrainAsync()).SelectMany(batch => batch.Events));
    }

    [Fact]
    public async Task Lines_are_events_and_empty_lines_are_nothing()
    {
        var second = Good.Replace("e1", "e2", StringComparison.Ordinal);
        using var answer = await Host.PostAsync($"{Good}\r\n\n{second}\n{{", "application/x-ndjson");
        var json = await IngestionHost.JsonAsync(answer);
        Assert.Equal((HttpStatusCode.Accepted, 2), (answer.StatusCode, json.GetProperty("accepted").GetInt32()));
        Assert.Equal(2, json.GetProperty("errors")[0].GetProperty("index").GetInt32());
    }

    [Fact]
    public async Task A_batch_with_nothing_good_is_400_and_an_empty_one_is_202()
    {
        using var bad = await Host.PostAsync("[1]", "application/cloudevents-batch+json");
        using var empty = await Host.PostAsync("[]", "application/cloudevents-batch+json");
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Accepted), (bad.StatusCode, empty.StatusCode));
        Assert.Equal("application/problem+json", bad.Content.Headers.ContentType!.MediaType);
        Assert.Equal(32, (await IngestionHost.JsonAsync(bad)).GetProperty("trace_id").GetString()!.Length);
    }
}
