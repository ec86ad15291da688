using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Sources;

namespace KpiPlatform.Ingestion.Tests.Sources;

public sealed class ChatwootTests
{
    private static readonly Chatwoot Chatwoot = new();

    [Fact]
    public void A_change_told_by_two_kinds_of_hook_is_one_fact()
    {
        var status = Assert.Single(Becomes.Sample(Chatwoot, "conversation_status_changed.resolved.v4"));
        var updated = Assert.Single(Becomes.Sample(Chatwoot, "conversation_updated.status_resolved.v4"));

        Assert.Equivalent(status, updated, strict: true);
    }

    [Fact]
    public void Another_change_of_the_same_conversation_is_another_fact() =>
        Assert.NotEqual(
            Becomes.Sample(Chatwoot, "conversation_status_changed.resolved.v4")[0].Id,
            Becomes.Sample(Chatwoot, "conversation_status_changed.reopened")[0].Id);

    [Fact]
    public void An_answer_that_is_changed_is_told_anew_for_the_same_survey()
    {
        var first = Assert.Single(Becomes.Sample(Chatwoot, "message_updated.csat_answered.v4"));
        var second = Assert.Single(Becomes.Sample(Chatwoot, "message_updated.csat_edited"));

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(first.Data.Survey, second.Data.Survey);
    }

    [Fact]
    public void A_conversation_of_the_api_has_the_ids_of_its_webhooks()
    {
        var hooks = new[] { "conversation_created.whatsapp.v4", "message_created.incoming.whatsapp.v4", "message_created.outgoing.agent.v4", "message_created.template.input_csat.v4", "message_updated.csat_answered.v4", "conversation_status_changed.resolved.v4" };
        var told = hooks.SelectMany(hook => Becomes.Sample(Chatwoot, hook)).Select(e => (e.Type, e.Subject, e.Id)).ToHashSet();

        var record = Becomes.Record(Chatwoot, File.ReadAllText(Path.Combine(KpiPlatform.Testing.SharedFolder.Root, "tests/Ingestion.Tests/Sources/Records/chatwoot/conversation.json")));

        Assert.Equal(told, record.Events.Select(e => (e.Type, e.Subject, e.Id)).ToHashSet());
    }

    [Fact]
    public void What_an_agent_writes_carries_no_text_and_no_name()
    {
        var e = Assert.Single(Becomes.Sample(Chatwoot, "message_created.outgoing.agent.v4"));
        Assert.Equal((Party.Agent, "71", true), (e.Data.Author, e.Data.Agent, e.Data.Public));
        Assert.DoesNotContain("Agent 71", System.Text.Json.JsonSerializer.Serialize(e), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_opens_nothing_where_signatures_are_expected() => Assert.False(Becomes.Opens(Chatwoot, "{}", "s", ("X-Webhook-Token", "s")));
}
