using System.Security.Cryptography;
using KpiPlatform.Aggregator.Notices;
using KpiPlatform.Kpis.Targets;
using KpiPlatform.Kpis.Tickets;
using KpiPlatform.Testing;

namespace KpiPlatform.Aggregator.Tests.Notices;

/// <summary>Subscribing, announcing and delivering, by a clock that is set by hand.</summary>
public sealed partial class DeliveryTests
{
    private readonly Clock clock = new();

    private Task DrainAsync() => DrainAsync(CancellationToken.None);

    private async Task DrainAsync(CancellationToken ct)
    {
        using var client = new WebhookClient(clock);
        var deliveries = new Deliveries(database.Source, client, clock);
        while (await deliveries.DeliverOneAsync(ct))
        {
        }
    }

    private Task<string> SubscribeAsync(string workspace, string url, params string[] events) => SubscribeAsync(workspace, url, events[0], events.Length > 1 ? events[1] : null);

    private async Task<string> SubscribeAsync(string workspace, string url, string first, string? second = null, string id = "w")
    {
        var secret = "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await using var add = database.Source.CreateCommand("insert into webhooks (workspace, id, revision, url, events, secret) values ($1, $2, 1, $3, $4, $5)");
        foreach (var value in (object[])[workspace, id, url, second is null ? (string[])[first] : [first, second], secret]) add.Parameters.Add(new() { Value = value });
        await add.ExecuteNonQueryAsync();
        return secret;
    }

    private async Task AnnounceAsync(string workspace, SlaState state, string subject = "t1")
    {
        var target = new Target { Id = "hour", Kpi = "response_time", Comparison = Comparison.AtMost, Threshold = 3600 };
        var clockOfTicket = new SlaClock("response_time", target, Story.At("09:00"), Story.At("09:48"), Story.At("10:00"));
        await using var db = await database.Source.OpenConnectionAsync();
        await Outbox.AddAsync(db, [(new StreamId(workspace, "/desk/a", subject), new SlaChange(0, clockOfTicket, state, Story.At("10:00")))], CancellationToken.None);
    }

    /// <summary>A clock that is set by hand, a little ahead of the database's.</summary>
    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = TimeProvider.System.GetUtcNow().AddMinutes(1);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
