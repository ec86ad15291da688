using System.Net;

namespace KpiPlatform.Ingestion.Tests.Publishing;

/// <summary>Requests that wait together share messages.</summary>
public sealed class GroupCommitTests : CommitTests
{
    [Fact]
    public async Task Requests_that_wait_together_share_messages_and_each_event_is_there_once()
    {
        var answers = await PostManyAsync(400, "shared");
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        var batches = await Host.DrainAsync();
        Assert.True(batches.Count < 300, $"{batches.Count} messages for 400 events");
        Assert.Equal(400, batches.SelectMany(batch => batch.Events).Select(e => e.Id).Distinct().Count());
        Assert.Equal(400, batches.Sum(batch => batch.Events.Count));
        Assert.All(batches, batch => Assert.Single(batch.Events.Select(e => Contracts.V1.Partitioning.Of(e.Workspace, e.Source, e.Subject, 4)).Distinct()));
    }

    [Fact]
    public async Task Switched_off_every_event_has_a_message_of_its_own()
    {
        await using var single = await StartAsync(("KPI_GROUP_COMMIT", "off"));
        var lines = string.Join('\n', Enumerable.Range(0, 100).Select(i => Event($"off-{i}")));
        using var answer = await single.PostAsync(lines, "application/x-ndjson");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var batches = await single.DrainAsync();
        Assert.Equal(100, batches.Count);
        Assert.All(batches, batch => Assert.Single(batch.Events));
    }

    [Fact]
    public async Task Ten_thousand_events_of_one_request_travel_in_messages_of_at_most_five_hundred()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 10_000).Select(i => Event($"many-{i}")));
        using var answer = await Host.PostAsync(lines, "application/x-ndjson");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var batches = await Host.DrainAsync();
        Assert.Equal(10_000, batches.Sum(batch => batch.Events.Count));
        Assert.All(batches, batch => Assert.InRange(batch.Events.Count, 1, 500));
    }
}
