using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>What becomes of the tickets that a bot wrote on: each has exactly one outcome, so both rates have one denominator.</summary>
public static class BotOutcomes
{
    private const int Resolved = 1;
    private const int HandedOver = 2;
    private const int Neither = 3;

    private const string Words = "Tickets a bot wrote on, publicly or to hand over, have one outcome: handed over (a handoff, or a public reply of a person), "
        + "else resolved with no message of a person, else neither, as while they are with the bot.";

    private static readonly Measure Outcomes = new("bot_outcomes", Binning.Class, static ticket =>
        FirstOfBot(ticket) is { } bot ? [new Contribution(bot.At, OutcomeOf(ticket), ticket.Attributes.Assignee)] : []);

    private static readonly Measure Undecided = new("bot_outcomes.provisional", Binning.None, static ticket =>
        FirstOfBot(ticket) is { } bot && OutcomeOf(ticket) == Neither ? [new Contribution(bot.At, 1, ticket.Attributes.Assignee)] : []);

    public static Kpi Resolution { get; } = Of(
        "bot_resolution_rate",
        new("Bot resolution rate", "Lösungsquote der Bots", "Bottien ratkaisuaste", "Botarnas lösningsgrad"),
        "Of the tickets a bot wrote on, the share resolved with no message of a person. " + Words,
        Better.Higher,
        Resolved);

    public static Kpi Handoff { get; } = Of(
        "handoff_rate",
        new("Handoff rate", "Übergabequote der Bots", "Bottien siirtoaste ihmisille", "Botarnas överlämningsgrad"),
        "Of the tickets a bot wrote on, the share handed over to people. " + Words,
        Better.Lower,
        HandedOver);

    private static Kpi Of(string id, Names names, string formula, Better better, int counted) => new()
    {
        Id = id,
        Names = names,
        Formula = formula,
        BookedOn = "the bot's first message",
        Unit = Unit.Ratio,
        Better = better,
        Provisional = new(Undecided, For: null),
        Reading = new ClassShare(Outcomes, [(Resolved, "resolved"), (HandedOver, "handed_over"), (Neither, "neither")], [counted]),
    };

    private static Message? FirstOfBot(Ticket ticket) => ticket.Messages.FirstOrDefault(static m => m.Author == Party.Bot && (m.IsPublic || m.HandsOff));

    private static int OutcomeOf(Ticket ticket)
    {
        var person = false;
        foreach (var message in ticket.Messages)
        {
            if (message.HandsOff || message.IsHumanReply) return HandedOver;
            person |= message.Author == Party.Agent;
        }

        return ticket.IsResolved && !person ? Resolved : Neither;
    }
}
