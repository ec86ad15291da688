using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KpiPlatform.Kpis.Targets;
using KpiPlatform.Testing;

namespace KpiPlatform.Aggregator.Tests.Notices;

public sealed partial class DeliveryTests(ProjectionDatabase database) : IClassFixture<ProjectionDatabase>
{
    [Fact]
    public async Task A_notice_is_told_signed_as_Standard_Webhooks_sign_and_only_to_who_wants_it()
    {
        await using var receiver = await Receiver.StartAsync();
        var secret = await SubscribeAsync("signed", receiver.Url, "sla.breached");
        await SubscribeAsync("signed", receiver.Url, "sla.met", id: "only-met");
        await SubscribeAsync("other", receiver.Url, "sla.breached");
        await AnnounceAsync("signed", SlaState.Breached);

        await DrainAsync();

        var call = Assert.Single(receiver.Calls);
        var mac = HMACSHA256.HashData(Convert.FromBase64String(secret[6..]), Encoding.UTF8.GetBytes($"{call.Id}.{call.Timestamp}.{call.Body}"));
        Assert.Equal("v1," + Convert.ToBase64String(mac), call.Signature);
        Assert.Equal(clock.GetUtcNow().ToUnixTimeSeconds(), long.Parse(call.Timestamp, CultureInfo.InvariantCulture));
        var body = JsonSerializer.Deserialize<JsonElement>(call.Body);
        Assert.Equal("sla.breached", body.GetProperty("type").GetString());
        Assert.Equal(Story.At("10:00"), body.GetProperty("timestamp").GetDateTimeOffset());
        var data = body.GetProperty("data");
        Assert.Equal(("t1", "response_time", "hour", "breached"), (Text("subject"), Text("metric"), Text("target"), Text("state")));
        Assert.Equal(call.Id, Text("id"));
        Assert.Equal(Story.At("10:00"), data.GetProperty("due").GetDateTimeOffset());

        string? Text(string name) => data.GetProperty(name).GetString();
    }

    [Fact]
    public async Task The_same_change_is_announced_once_however_often_it_is_found_out()
    {
        await using var receiver = await Receiver.StartAsync();
        await SubscribeAsync("once", receiver.Url, "sla.breached");
        await AnnounceAsync("once", SlaState.Breached);
        await AnnounceAsync("once", SlaState.Breached);

        await DrainAsync();

        Assert.Single(receiver.Calls);
    }

    [Fact]
    public async Task Who_does_not_take_it_is_told_again_under_the_same_id_later_and_later_and_then_no_more()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (_, _, _) => Task.FromResult(500);
        await SubscribeAsync("stubborn", receiver.Url, "sla.breached");
        await AnnounceAsync("stubborn", SlaState.Breached);
        var pauses = new List<TimeSpan>();

        for (var tries = 1; tries < 40; tries++)
        {
            await DrainAsync();
            Assert.Equal(tries, receiver.Calls.Count);
            if (await database.AskAsync<bool>("select next_at is null from deliveries where workspace = 'stubborn'")) break;
            var next = await database.AskAsync<DateTime>("select next_at from deliveries where workspace = 'stubborn'");
            pauses.Add(next - clock.GetUtcNow().UtcDateTime);
            clock.Now = new DateTimeOffset(next);
        }

        Assert.Single(receiver.Calls.DistinctBy(c => c.Id));
        Assert.InRange(pauses[0].TotalSeconds, 5, 6);
        Assert.InRange(pauses[1].TotalSeconds, 30, 36);
        Assert.InRange(pauses.Aggregate((a, b) => a + b).TotalHours, 60, 72);
        Assert.Equal("answered 500", await database.AskAsync<string>("select failure from deliveries where workspace = 'stubborn' and gave_up_at is not null"));
    }

    [Fact]
    public async Task Who_says_gone_is_told_nothing_more()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (_, _, _) => Task.FromResult(410);
        await SubscribeAsync("gone", receiver.Url, "sla.breached", "sla.met");
        await AnnounceAsync("gone", SlaState.Breached);
        await AnnounceAsync("gone", SlaState.Met);
        await DrainAsync();
        await AnnounceAsync("gone", SlaState.Breached, "t2");
        await DrainAsync();

        Assert.Single(receiver.Calls);
        Assert.Contains("410", await database.AskAsync<string>("select disabled_because from webhooks where workspace = 'gone'"), StringComparison.Ordinal);
        Assert.Equal(0, await database.AskAsync<long>("select count(*) from deliveries where workspace = 'gone' and next_at is not null"));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_an_address_where_nobody_is_is_tried_again()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (_, _, context) =>
        {
            context.Response.Headers.Location = receiver.Url;
            return Task.FromResult(307);
        };
        await SubscribeAsync("moved", receiver.Url, "sla.breached");
        await SubscribeAsync("moved", "http://127.0.0.1:9/", "sla.breached", id: "nobody");
        await AnnounceAsync("moved", SlaState.Breached);
        await DrainAsync();

        Assert.Single(receiver.Calls);
        Assert.Equal(2, await database.AskAsync<long>("select count(*) from deliveries where workspace = 'moved' and attempts = 1 and next_at is not null"));
        Assert.Equal("answered 307", await database.AskAsync<string>("select failure from deliveries where workspace = 'moved' and webhook = 'w'"));
    }

    [Fact]
    public async Task A_slow_receiver_is_told_one_thing_at_a_time_and_holds_up_nobody_else()
    {
        await using var slow = await Receiver.StartAsync();
        await using var quick = await Receiver.StartAsync();
        using var release = new SemaphoreSlim(0);
        slow.Answer = async (_, _, _) =>
        {
            await release.WaitAsync();
            return 204;
        };
        await SubscribeAsync("lanes", slow.Url, "sla.breached", id: "slow");
        await SubscribeAsync("lanes", quick.Url, "sla.breached", id: "quick");
        for (var i = 0; i < 5; i++) await AnnounceAsync("lanes", SlaState.Breached, $"t{i}");

        var workers = Enumerable.Range(0, 3).Select(_ => Task.Run(DrainAsync)).ToList();
        await Eventually.HoldsAsync(() =>
        {
            Assert.Equal(5, quick.Calls.Count);
            return Task.CompletedTask;
        });
        Assert.Single(slow.Calls);
        release.Release(100);
        await Task.WhenAll(workers);
        await DrainAsync();

        Assert.Equal(5, slow.Calls.DistinctBy(c => c.Id).Count());
    }
}
