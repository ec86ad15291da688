using System.Net;
using System.Text.Json;
using Npgsql;

namespace KpiPlatform.Query.Tests.Configuring;

public sealed class WebhookEndpointTests(QueryService service) : IClassFixture<QueryService>
{
    private const string Body = """{"url":"https://example.org/hook","events":["sla.breached","sla.met"]}""";

    [Fact]
    public async Task A_secret_is_made_and_told_once_and_then_never()
    {
        using var created = await PutAsync("made", Body);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var secret = (await JsonAsync(created)).GetProperty("secret").GetString()!;
        Assert.Matches("^whsec_[A-Za-z0-9+/]{43}=$", secret);

        using var changed = await PutAsync("made", Body.Replace("hook", "other", StringComparison.Ordinal), $"If-Match: {created.Headers.ETag}");
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        using var read = await service.SendAsync(HttpMethod.Get, "/v1/webhooks/made");
        using var list = await service.SendAsync(HttpMethod.Get, "/v1/webhooks");
        foreach (var answer in (HttpResponseMessage[])[changed, read, list])
            Assert.DoesNotContain("whsec_", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("https://example.org/other", (await JsonAsync(read)).GetProperty("url").GetString());
        Assert.Equal(secret, await AskAsync<string>("select secret from webhooks where id = 'made'"));

        using var own = await PutAsync("made", Body.Replace("}", $$""","secret":"whsec_{{new string('A', 40)}}"}""", StringComparison.Ordinal));
        Assert.Equal("whsec_" + new string('A', 40), (await JsonAsync(own)).GetProperty("secret").GetString());
        Assert.Equal("whsec_" + new string('A', 40), await AskAsync<string>("select secret from webhooks where id = 'made'"));
    }

    [Fact]
    public async Task Who_has_not_seen_the_last_change_is_refused_and_what_is_gone_is_gone()
    {
        using var created = await PutAsync("match", Body);
        using var changed = await PutAsync("match", Body);
        using var late = await PutAsync("match", Body, $"If-Match: {created.Headers.ETag}");
        using var again = await PutAsync("match", Body, "If-None-Match: *");
        using var gone = await service.SendAsync(HttpMethod.Delete, "/v1/webhooks/match", condition: $"If-Match: {changed.Headers.ETag}");
        using var missing = await service.SendAsync(HttpMethod.Get, "/v1/webhooks/match");
        using var goneAlready = await service.SendAsync(HttpMethod.Delete, "/v1/webhooks/match");
        Assert.Equal(
            [HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed, HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.NotFound],
            new[] { late, again, gone, missing, goneAlready }.Select(a => a.StatusCode));
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once()
    {
        using var refused = await PutAsync("wrong", """{"url":"ftp://example.org","events":["sla.breached","sla.broken"],"secret":"short","more":1}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(["/more", "/url", "/secret", "/events/1"], (await JsonAsync(refused)).GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()));
    }

    [Fact]
    public async Task What_a_webhook_never_took_is_listed()
    {
        using var created = await PutAsync("lost", Body);
        await service.Writer.RunAsync("""
            insert into notices (id, workspace, type, at, body) values ('sla_1', 'globex', 'sla.met', now(), '{}'), ('sla_2', 'globex', 'sla.met', now(), '{}');
            insert into deliveries (notice, workspace, webhook, attempts, next_at, gave_up_at, failure) values ('sla_1', 'globex', 'lost', 14, null, now(), 'answered 500');
            insert into deliveries (notice, workspace, webhook) values ('sla_2', 'globex', 'lost')
            """);
        using var read = await service.SendAsync(HttpMethod.Get, "/v1/webhooks/lost");
        var webhook = await JsonAsync(read);
        Assert.Equal(1, webhook.GetProperty("waiting").GetInt64());
        Assert.Equal(("sla_1", "answered 500"), (webhook.GetProperty("gave_up")[0].GetProperty("id").GetString(), webhook.GetProperty("gave_up")[0].GetProperty("failure").GetString()));
        using var gone = await service.SendAsync(HttpMethod.Delete, "/v1/webhooks/lost");
        Assert.Equal(0, await AskAsync<long>("select count(*) from deliveries where webhook = 'lost'"));
    }

    [Fact]
    public async Task Without_the_scope_nobody_hears_of_them()
    {
        using var refused = await service.GetAsync("/v1/webhooks", "acme");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private Task<HttpResponseMessage> PutAsync(string id, string body, string? condition = null) => service.SendAsync(HttpMethod.Put, "/v1/webhooks/" + id, body, condition);

    private async Task<T> AskAsync<T>(string sql)
    {
        await using var database = NpgsqlDataSource.Create(service.ConnectionString);
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
}
