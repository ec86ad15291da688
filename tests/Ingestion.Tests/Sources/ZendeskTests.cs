using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Testing;

namespace KpiPlatform.Ingestion.Tests.Sources;

public sealed class ZendeskTests
{
    private static readonly Zendesk Zendesk = new();

    [Fact]
    public void The_same_fact_has_the_same_id_in_every_shape()
    {
        var ids = new[] { "ticket.agent_assignment_changed", "eventbridge.agent_assignment_changed", "integration_services.agent_assignment_changed" }
            .Select(name => Assert.Single(Becomes.Sample(Zendesk, name)).Id).Distinct(StringComparer.Ordinal);
        Assert.Equal(["ticket:4711:agent:2001:1777881960"], ids);
    }

    [Fact]
    public void A_fact_sent_again_under_another_envelope_is_the_same_fact() =>
        Assert.Equal(
            Becomes.Sample(Zendesk, "ticket.status_changed.solved")[0].Id,
            Becomes.Sample(Zendesk, "ticket.status_changed.solved", text => text.Replace("22222222-2222", "33333333-3333", StringComparison.Ordinal))[0].Id);

    [Fact]
    public void Solved_then_closed_is_one_resolution()
    {
        Assert.Equal(EventTypes.TicketResolved, Assert.Single(Becomes.Sample(Zendesk, "ticket.status_changed.solved")).Type);
        Assert.Empty(Becomes.Sample(Zendesk, "ticket.status_changed.closed"));
    }

    [Fact]
    public void A_ticket_of_the_api_with_its_audits_has_the_ids_of_its_webhooks()
    {
        string[] hooks =
        [
            "ticket.created", "ticket.comment_added.agent_public", "ticket.comment_added.private_note", "ticket.comment_added.customer", "ticket.status_changed.solved",
            "ticket.status_changed.reopened", "ticket.status_changed.pending", "ticket.agent_assignment_changed", "ticket.agent_assignment_changed.unassigned", "ticket.priority_changed",
            "ticket.tags_changed", "ticket.csat_requested", "ticket.csat_received.good",
        ];
        var told = hooks.SelectMany(hook => Becomes.Sample(Zendesk, hook)).ToDictionary(e => e.Id, e => e.Type, StringComparer.Ordinal);

        var record = Becomes.Record(Zendesk, Sample("ticket_with_audits"));

        Assert.Equal(told, record.Events.ToDictionary(e => e.Id, e => e.Type, StringComparer.Ordinal));
    }

    [Fact]
    public void The_secret_of_the_vendors_documentation_is_known_to_be_public() => Assert.Contains("dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==", Zendesk.PublicSecrets);

    [Fact]
    public void The_guide_has_the_body_for_triggers() => Assert.Contains(Zendesk.Guide.Notes, note => note.Contains("{{ticket.updated_at_with_timestamp}}", StringComparison.Ordinal));

    private static string Sample(string name) => File.ReadAllText(Path.Combine(SharedFolder.Root, "tests/Ingestion.Tests/Sources/Records/zendesk", name + ".json"));
}
