using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Definitions;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Profiles;

/// <summary>
/// Zendesk's rules: clocks start when the ticket is created, whoever created it; bots never answer; the comment that an agent creates a
/// ticket with is no reply; a rating is good or bad. What they rest on: docs/profiles.md.
/// </summary>
internal static class Zendesk
{
    private const string OneTouch =
        "Zendesk's one-touch tickets ÷ solved tickets: of the tickets that are solved now, the share with fewer than two public agent replies, "
        + "none included, reopened in between or not. The comment that an agent created the ticket with is no reply.";

    public static IReadOnlyList<Variant> Variants { get; } =
    [
        new("first_response_time",
            "Zendesk's first reply time: from the creation of the ticket to the first public comment of an agent, on every channel and whoever created it. "
            + "Where an agent created it with a public comment, to the second one. Bots and automation are no reply; their time before a hand-off is inside.",
            "first public agent comment")
        {
            Durations = static ticket => ticket.OpenedAt is { } created && Replies(ticket).FirstOrDefault() is { } reply
                ? [new Span(reply.At, reply.Agent, new Stretch(created, reply.At))]
                : [],
        },
        new("response_time",
            "Zendesk's next reply time: from the oldest customer comment not yet answered to the next public comment of an agent. The first reply is not in it.",
            "public agent comment")
        {
            Durations = static ticket => ticket.WaitsWithout(Replies(ticket).FirstOrDefault()).Select(w => new Span(w.To, w.Agent, new Stretch(w.From, w.To))),
        },
        new("resolution_time",
            "Zendesk's full resolution time: from the creation of the ticket to the last time it was solved. A ticket that is open again keeps the value it had until it is solved anew.",
            "last solve so far")
        {
            Durations = static ticket => ticket is { OpenedAt: { } created, Resolutions: [.., var last] }
                ? [new Span(last.At, last.Agent, new Stretch(created, last.At))]
                : [],
        },
        new("resolution_time_first", "Zendesk's first resolution time: from the creation of the ticket to the first time it was solved.", "first solve"),
        new("tickets_resolved", "Zendesk's solved tickets: number of tickets that are solved or closed now, each once.", "last solve"),
        new("first_contact_resolution", OneTouch, "last solve") { Contributions = IsOneTouch, Reading = static m => new Share(m) },
        new("first_contact_resolution_gross", OneTouch, "last solve") { ReadAs = "first_contact_resolution" },
        new("csat_positive",
            "Zendesk's satisfaction score: good ÷ (good + bad) of the rated tickets. Of five points 4 and 5 are good, 1 to 3 are bad. The last rating of a ticket holds.",
            "rating")
        {
            Contributions = static ticket => ticket.Answers.LastOrDefault(a => a.Kind == "csat") is { } a
                ? [new Contribution(a.At, Scales.OneToFive(a.Score, a.Scale), a.Agent, a.Area)]
                : [],
            Reading = static m => new ClassShare(m, [(5, "good"), (4, "good"), (3, "bad"), (2, "bad"), (1, "bad")], [5, 4]),
        },
        new("sla_attainment",
            "Zendesk's SLA targets achieved ÷ (achieved + breached), and the same for each metric: first reply, next reply and resolution. A reply target whose ticket is solved in "
            + "time without a reply is achieved. Targets, and which one applies, are the workspace's own here.",
            "the reply or solve that achieved it, else the deadline")
        {
            FromOurs = static (ours, profile) =>
                new Attainment([.. ((Attainment)ours).Of.Select(o => (o.Name, o.Share.InProfile(profile.Id, (ticket, rules) => Decided(ticket, rules, o.Name))))]),
        },
    ];

    private static IEnumerable<Contribution> Decided(Ticket ticket, Rules rules, string metric) =>
        ticket.ClocksUnder(rules).Where(c => c.Metric == metric).Select(c => c switch
        {
            { IsMet: true } => new Contribution(c.DecidedAt, 1, c.Agent),
            { IsCancelled: true } => new Contribution(c.DecidedAt, 1, ticket.Attributes.Assignee),
            _ => new Contribution(c.DecidedAt, 0, ticket.Attributes.Assignee),
        });

    private static IEnumerable<Contribution> IsOneTouch(Ticket ticket) => ticket is { OpenedAt: not null, Resolution: { } held }
        ? [new Contribution(held.At, Replies(ticket).Count() < 2 ? 1 : 0, held.Agent)]
        : [];

    /// <summary>Public comments of agents that are replies: the first message of a ticket that an agent created is what it was created with.</summary>
    private static IEnumerable<Message> Replies(Ticket ticket) =>
        ticket is { OpenedAt: not null, OpenedBy: Party.Agent, Messages: [{ IsHumanReply: true }, ..] } ? ticket.HumanReplies.Skip(1) : ticket.HumanReplies;
}
