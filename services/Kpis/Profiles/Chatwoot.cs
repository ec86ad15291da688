using KpiPlatform.Kpis.Definitions;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Profiles;

/// <summary>
/// Chatwoot's rules: one row for each thing that happens, never taken back; a bot's hand-off starts the first response anew; all but the
/// first response belongs to the assignee of that moment. What they rest on: docs/profiles.md.
/// </summary>
internal static class Chatwoot
{
    private const string ResolutionCount =
        "Chatwoot's resolutions count: every time a conversation is resolved, so one that is resolved again counts again. It belongs to the assignee of that moment.";

    public static IReadOnlyList<Variant> Variants { get; } =
    [
        new("first_response_time",
            "Chatwoot's first response time: from the bot's hand-off, else from the creation of the conversation, to the first public message of a person, "
            + "who is credited; once for ever. Where an agent started the conversation that is the agent's own first message, after no time at all.",
            "first human reply")
        {
            Durations = static ticket => ticket.OpenedAt is { } created && ticket.HumanReplies.FirstOrDefault() is { } reply
                ? [new Span(reply.At, reply.Agent, new Stretch(HandedOffBy(ticket, reply) ?? created, reply.At))]
                : [],
        },
        new("response_time",
            "Chatwoot's reply time (customer waiting time): from the first customer message not yet answered to the reply of a person. The first reply of a conversation "
            + "is not in it. It belongs to the assignee of that moment, not to the sender.",
            "human reply")
        {
            Durations = static ticket => ticket.WaitsWithout(ticket.HumanReplies.FirstOrDefault()).Select(w => new Span(w.To, w.Assignee, new Stretch(w.From, w.To))),
        },
        new("resolution_time",
            "Chatwoot's resolution time: for every resolve, from the creation of the conversation, also where it was resolved before. Pending and snoozed time is inside. "
            + "It belongs to the assignee of that moment.",
            "resolve")
        {
            Durations = static ticket => ticket.OpenedAt is { } created
                ? ticket.Resolutions.Select(r => new Span(r.At, r.Assignee, new Stretch(created, r.At)))
                : [],
        },
        new("resolutions", ResolutionCount, "resolve") { Contributions = Resolves, Reading = static m => new Count(m) },
        new("tickets_resolved", ResolutionCount, "resolve") { ReadAs = "resolutions" },
        new("csat_positive",
            "Chatwoot's CSAT score: answers of 4 and 5 ÷ answers. An answer belongs to the assignee at the time it came.",
            "answer")
        {
            Contributions = static ticket => ticket.Answers.Where(a => a.Kind == "csat").Select(a => new Contribution(a.At, Scales.OneToFive(a.Score, a.Scale), a.Assignee, a.Area)),
            Reading = static m => Csat.ClassesOf(m),
        },
        new("sla_attainment",
            "Chatwoot's SLA hit rate: (conversations with an SLA − those with a miss) ÷ conversations with an SLA. One that is still undecided is a hit; after the first resolve "
            + "nothing can be missed any more. Targets, and which one applies, are the workspace's own here.",
            "conversations: creation; misses: deadline")
        {
            FromOurs = static (_, profile) => new KeptShare(
                new Measure($"sla_attainment@{profile.Id}", Binning.None, static (ticket, rules) =>
                    ticket is { OpenedAt: { } created } && ticket.ClocksUnder(rules).Count > 0 ? [new Contribution(created, 1, ticket.Attributes.Assignee)] : []),
                new Measure($"sla_attainment.missed@{profile.Id}", Binning.None, static (ticket, rules) =>
                    Misses(ticket, rules).Order().Take(1).Select(at => new Contribution(at, 1, ticket.Attributes.Assignee))) { IsScheduled = true }),
        },
    ];

    /// <summary>Deadlines that passed before what they were for; the first resolve settles the rest for ever.</summary>
    private static IEnumerable<DateTimeOffset> Misses(Ticket ticket, Rules rules)
    {
        DateTimeOffset? resolvedAt = ticket.Resolutions is [var first, ..] ? first.At : null;
        return ticket.ClocksUnder(rules)
            .Where(c => c is { IsMet: false, IsCancelled: false } && !(c.From >= resolvedAt) && !(c.Due >= resolvedAt))
            .Select(c => c.Due);
    }

    private static IEnumerable<Contribution> Resolves(Ticket ticket) => ticket.Resolutions.Select(r => new Contribution(r.At, 1, r.Assignee));

    /// <summary>Only the first hand-off is recorded, and one after the reply came too late for it.</summary>
    private static DateTimeOffset? HandedOffBy(Ticket ticket, Message reply) => ticket.Messages.FirstOrDefault(m => m.HandsOff) is { } m && m.At <= reply.At ? m.At : null;
}
