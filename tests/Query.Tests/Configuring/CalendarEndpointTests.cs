using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KpiPlatform.Query.Tests.Configuring;

public sealed class CalendarEndpointTests(QueryService service) : IClassFixture<QueryService>
{
    [Fact]
    public async Task What_was_put_can_be_read_changed_and_taken_away()
    {
        using var created = await PutAsync("office", Calendar(team: "office"));
        Assert.Equal((HttpStatusCode.Created, "/v1/calendars/office"), (created.StatusCode, created.Headers.Location?.ToString()));
        using var read = await service.SendAsync(HttpMethod.Get, "/v1/calendars/office");
        Assert.Equal(Tag(created), Tag(read));
        Assert.Equal("Europe/Berlin", (await JsonAsync(read)).GetProperty("timezone").GetString());

        var edited = JsonObject.Create(await JsonAsync(read))!;
        edited["timezone"] = "Europe/Rome";
        using var changed = await PutAsync("office", edited.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(Tag(created), Tag(changed));
        using var list = await service.SendAsync(HttpMethod.Get, "/v1/calendars");
        Assert.Contains("Europe/Rome", (await JsonAsync(list)).GetProperty("data").EnumerateArray().Select(c => c.GetProperty("timezone").GetString()));

        using var gone = await service.SendAsync(HttpMethod.Delete, "/v1/calendars/office");
        using var goneAlready = await service.SendAsync(HttpMethod.Delete, "/v1/calendars/office");
        using var missing = await service.SendAsync(HttpMethod.Get, "/v1/calendars/office");
        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.NotFound], [gone.StatusCode, goneAlready.StatusCode, missing.StatusCode]);
    }

    [Fact]
    public async Task A_put_that_says_the_same_in_other_words_changes_nothing()
    {
        using var first = await PutAsync("same", Calendar(team: "same"));
        using var again = await PutAsync("same", """{"teams":["same"],"weekly":{"sun":[],"mon":[["09:00","17:00"]]},"timezone":"Europe/Berlin"}""");
        Assert.Equal((HttpStatusCode.OK, Tag(first)), (again.StatusCode, Tag(again)));
    }

    [Fact]
    public async Task A_caller_who_has_not_seen_the_last_change_is_refused_and_told_where_it_is()
    {
        using var first = await PutAsync("match", Calendar(team: "match"));
        using var second = await PutAsync("match", Calendar(team: "match", zone: "Europe/Rome"), $"If-Match: {Tag(first)}");
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        foreach (var (method, condition) in new[] { (HttpMethod.Put, $"If-Match: {Tag(first)}"), (HttpMethod.Delete, $"If-Match: {Tag(first)}"), (HttpMethod.Put, $"If-Match: W/{Tag(second)}"), (HttpMethod.Put, "If-None-Match: *") })
        {
            using var refused = await service.SendAsync(method, "/v1/calendars/match", method == HttpMethod.Put ? Calendar(team: "match", zone: "UTC") : null, condition);
            Assert.Equal((condition, HttpStatusCode.PreconditionFailed, Tag(second)), (condition, refused.StatusCode, Tag(refused)));
        }

        using var unknown = await PutAsync("unheard-of", Calendar(team: "unheard-of"), "If-Match: *");
        Assert.Equal(HttpStatusCode.PreconditionFailed, unknown.StatusCode);
        using var unchanged = await service.SendAsync(HttpMethod.Get, "/v1/calendars/match", condition: $"If-None-Match: {Tag(second)}");
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        using var deleted = await service.SendAsync(HttpMethod.Delete, "/v1/calendars/match", condition: $"If-Match: {Tag(second)}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    [Fact]
    public async Task Of_many_who_change_what_they_read_at_once_one_succeeds()
    {
        using var first = await PutAsync("race", Calendar(team: "race"));
        var answers = await Task.WhenAll(Enumerable.Range(1, 12).Select(hour => PutAsync("race", Calendar(team: "race", from: $"{hour:00}:00", to: "23:00"), $"If-Match: {Tag(first)}")));
        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.Equal(11, answers.Count(a => a.StatusCode == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task Calendars_put_at_once_are_all_kept()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => PutAsync($"many-{i}", Calendar(team: $"many-{i}"))));
        using var list = await service.SendAsync(HttpMethod.Get, "/v1/calendars");
        Assert.Equal(12, (await JsonAsync(list)).GetProperty("data").EnumerateArray().Count(c => c.GetProperty("id").GetString()!.StartsWith("many-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_calendars_that_both_apply_are_refused_with_the_others_name()
    {
        const string Week = """ "timezone":"UTC","weekly":{"mon":[["09:00","17:00"]]} """;
        using var first = await PutAsync("until-july", $$"""{{{Week}},"default":true,"valid_to":"2026-07-01"}""");
        using var after = await PutAsync("from-july", $$"""{{{Week}},"default":true,"valid_from":"2026-07-01"}""");
        using var both = await PutAsync("overlap", $$"""{{{Week}},"default":true,"valid_from":"2026-06-30","valid_to":"2026-07-01"}""");
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.Conflict], [first.StatusCode, after.StatusCode, both.StatusCode]);
        var error = (await JsonAsync(both)).GetProperty("errors")[0];
        Assert.Equal("/default", error.GetProperty("pointer").GetString());
        Assert.Contains("'until-july'", error.GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var team = await PutAsync("team-a", Calendar(team: "taken"));
        using var sameTeam = await PutAsync("team-b", Calendar(team: "taken"));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict), (team.StatusCode, sameTeam.StatusCode));
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_body_is_told_at_once()
    {
        using var wrong = await PutAsync("wrong", """{"timezone":"Europe/Berln","weekly":{"mon":[["17:00","09:00"]]},"defaults":true}""");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        var pointers = (await JsonAsync(wrong)).GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()!).ToList();
        Assert.Contains("/timezone", pointers);
        Assert.Contains("/defaults", pointers);
        Assert.Contains(pointers, p => p.StartsWith("/weekly/mon", StringComparison.Ordinal));
        foreach (var text in (string[])["""{"revision":1,"timezone":"UTC","timezone":"UTC","default":true}""", """{"revision":1,"timezone":"\ud800","default":true}"""])
        {
            using var unholdable = await PutAsync("wrong", text);
            Assert.Equal(HttpStatusCode.BadRequest, unholdable.StatusCode);
        }

        foreach (var (body, status) in new[] { ("{", HttpStatusCode.BadRequest), ("", HttpStatusCode.BadRequest), ("[]", HttpStatusCode.BadRequest), (new string(' ', 1024 * 1024) + "{}", HttpStatusCode.RequestEntityTooLarge) })
        {
            using var refused = await PutAsync("wrong", body);
            Assert.Equal(status, refused.StatusCode);
        }
    }

    [Fact]
    public async Task Who_reads_numbers_may_read_and_only_who_writes_targets_may_change()
    {
        using var reader = await service.SendAsync(HttpMethod.Put, "/v1/calendars/mine", Calendar(team: "mine"), key: "acme");
        using var writer = await service.SendAsync(HttpMethod.Put, "/v1/calendars/mine", Calendar(team: "mine"), key: "acme-targets");
        using var read = await service.SendAsync(HttpMethod.Get, "/v1/calendars/mine", key: "acme");
        using var writerReads = await service.SendAsync(HttpMethod.Get, "/v1/calendars/mine", key: "acme-targets");
        using var otherWorkspace = await service.SendAsync(HttpMethod.Get, "/v1/calendars/mine", key: "globex");
        Assert.Equal(
            [HttpStatusCode.Forbidden, HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.NotFound],
            [reader.StatusCode, writer.StatusCode, read.StatusCode, writerReads.StatusCode, otherWorkspace.StatusCode]);
    }

    private Task<HttpResponseMessage> PutAsync(string id, string body, string? condition = null) => service.SendAsync(HttpMethod.Put, $"/v1/calendars/{id}", body, condition);

    private static string Calendar(string team, string zone = "Europe/Berlin", string from = "09:00", string to = "17:00") =>
        $$"""{"timezone":"{{zone}}","weekly":{"mon":[["{{from}}","{{to}}"]]},"holidays":[],"teams":["{{team}}"]}""";

    private static string Tag(HttpResponseMessage response) => response.Headers.ETag!.ToString();

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response) => JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
}
