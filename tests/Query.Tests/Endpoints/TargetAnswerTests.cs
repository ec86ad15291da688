using System.Text.Json;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Query.Tests.Endpoints;

public sealed class TargetAnswerTests(QueryService service) : IClassFixture<QueryService>, IAsyncLifetime
{
    private const string September = "from=2026-09-01&to=2026-10-01&timezone=UTC";

    /// <summary>Targets are put in globex; in acme nobody ever sets one, whatever the order of the tests.</summary>
    public async ValueTask InitializeAsync() => await service.OnceAsync(async () =>
    {
        foreach (var workspace in (string[])["globex", "acme"])
        {
            await service.TellAsync(
                workspace,
                new Story("t1", workspace).Opened("09:00", channel: Channel.Social, team: "first").Reply("09:30", "ann").Resolved("10:00", "ann").Answered("11:00", 5),
                new Story("t2", workspace).Opened("09:00", channel: Channel.Chat, team: "first").Reply("09:50", "bob").Answered("11:00", 4));
        }
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Where_nobody_set_a_target_the_catalogues_own_is_told_for_what_it_is_for()
    {
        Assert.Equal("default p90 <= 3600 1800 met", Told(await NumberAsync("first_response_time", "&channel=social&stat=mean", "acme")));
        Assert.False((await NumberAsync("first_response_time", "&channel=chat", "acme")).TryGetProperty("target", out _)); // eight hours of business time
        Assert.False((await NumberAsync("tickets_opened", "", "acme")).TryGetProperty("target", out _));
        Assert.Equal("default p90 <= 3600  no_data", Told(await NumberAsync("first_response_time", "&channel=social&team=second", "acme")));
    }

    [Fact]
    public async Task A_number_inside_a_targets_scope_is_told_with_its_state_by_the_targets_own_statistic()
    {
        await PutAsync("chat", """{"kpi":"first_response_time","stat":"max","threshold":3100,"scope":{"channel":["chat"]}}""");
        await PutAsync("chat-old", """{"kpi":"first_response_time","stat":"max","threshold":60,"scope":{"channel":["chat"],"team":["first"]},"valid_to":"2026-09-30T00:00:00Z"}""");
        await PutAsync("score", """{"kpi":"csat_score","threshold":4.2}""");
        await PutAsync("sla", """{"kpi":"resolution_within_target","comparison":">","threshold":1}""");

        Assert.Equal("chat max <= 3100 3000 at_risk", Told(await NumberAsync("first_response_time", "&channel=chat&team=first&stat=mean")));
        Assert.False((await NumberAsync("first_response_time", "&channel=chat,web")).TryGetProperty("target", out _));
        Assert.False((await NumberAsync("first_response_time", "&channel!=social")).TryGetProperty("target", out _));
        Assert.Equal("score  >= 4.2 4.5 met", Told(await NumberAsync("csat_score", "")));
        Assert.Equal("score  >= 4.2 4 missed", Told(await NumberAsync("csat_score", "&channel=chat")));

        var rows = (await service.JsonAsync($"/v1/breakdown?kpi=first_response_time&group_by=channel&{September}", "globex")).GetProperty("data");
        var targets = rows.EnumerateArray().ToDictionary(r => r.GetProperty("group").GetProperty("channel").GetString()!, r => Told(r.GetProperty("kpis").GetProperty("first_response_time")));
        Assert.Equal(("default p90 <= 3600 1800 met", "chat max <= 3100 3000 at_risk"), (targets["social"], targets["chat"]));
    }

    [Fact]
    public async Task A_target_that_is_changed_makes_another_answer()
    {
        var path = $"/v1/summary?kpi=csat_positive&{September}";
        using var before = await service.GetAsync(path, "globex");
        await PutAsync("positive", """{"kpi":"csat_positive","threshold":0.9}""");
        using var after = await service.GetAsync(path, "globex", before.Headers.ETag!.ToString());
        Assert.Equal(System.Net.HttpStatusCode.OK, after.StatusCode);
        Assert.Contains("\"id\":\"positive\"", await after.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> NumberAsync(string kpi, string rest, string workspace = "globex") => (await service.JsonAsync($"/v1/summary?kpi={kpi}&{September}{rest}", workspace)).GetProperty("data")[0];

    private async Task PutAsync(string id, string body)
    {
        using var answer = await service.SendAsync(HttpMethod.Put, "/v1/targets/" + id, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string Told(JsonElement number)
    {
        var target = number.GetProperty("target");
        return $"{target.GetProperty("id")} {(target.TryGetProperty("stat", out var stat) ? stat : default)} {target.GetProperty("comparison")} {target.GetProperty("threshold")} {target.GetProperty("value")} {target.GetProperty("state")}";
    }
}
