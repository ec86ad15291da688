using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Testing;

namespace KpiPlatform.Ingestion.Tests.Sources;

public sealed class ZammadTests
{
    private static readonly Zammad Zammad = new();

    [Fact]
    public void An_opening_is_one_fact_however_many_triggers_tell_it()
    {
        var ids = new[] { "trigger_default.ticket+article", "trigger_default.agent_reply", "trigger_default.closed_without_article" }
            .Select(name => Becomes.Sample(Zammad, name).Single(e => e.Type == EventTypes.TicketOpened)).ToList();
        Assert.All(ids, opening => Assert.Equivalent(ids[0] with { ReceivedAt = opening.ReceivedAt }, opening, strict: true));
    }

    [Fact]
    public void Two_triggers_about_the_same_change_tell_the_same_facts() =>
        Assert.Equal(
            Becomes.Sample(Zammad, "trigger_default.closed_without_article").Select(e => e.Id),
            Becomes.Sample(Zammad, "trigger_default.closed_without_article", text => text.Replace("\"article\": {}", "\"article\": null", StringComparison.Ordinal)).Select(e => e.Id));

    [Fact]
    public void A_ticket_of_the_api_has_the_ids_of_its_webhooks()
    {
        var told = new[] { "trigger_default.ticket+article", "trigger_default.agent_reply", "trigger_default.internal_note", "trigger_default.closed_without_article" }
            .SelectMany(name => Becomes.Sample(Zammad, name)).Where(e => e.Type != EventTypes.TicketObserved).Select(e => e.Id).ToHashSet();

        var record = Becomes.Record(Zammad, File.ReadAllText(Path.Combine(SharedFolder.Root, "tests/Ingestion.Tests/Sources/Records/zammad/ticket.json")));

        Assert.Equal(told, record.Events.Where(e => e.Type != EventTypes.TicketObserved).Select(e => e.Id).ToHashSet());
        Assert.Equal(
            Becomes.Sample(Zammad, "trigger_default.closed_without_article").Single(e => e.Type == EventTypes.TicketObserved).Data,
            record.Events.Single(e => e.Type == EventTypes.TicketObserved).Data, (a, b) => System.Text.Json.JsonSerializer.Serialize(a) == System.Text.Json.JsonSerializer.Serialize(b));
    }

    [Fact]
    public void A_note_that_customers_could_see_is_no_reply() =>
        Assert.False(Becomes.Sample(Zammad, "trigger_default.public_note").Single(e => e.Type == EventTypes.TicketReplied).Data.Public);

    [Fact]
    public void The_customer_is_a_hash() => Assert.Matches("^[0-9a-f]{32}$", Becomes.Sample(Zammad, "trigger_default.agent_reply")[0].Data.Customer);
}
