using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;
using NodaTime;

namespace KpiPlatform.Kpis.Tests.Profiles;

/// <summary>
/// One timeline, four numbers: timelines that help desks count differently, with what each profile must say (G9: SlaProfilesTests). Where a comment says
/// "by rule", the number follows from the vendor's published rule; the others were given with the timeline.
/// </summary>
public sealed class DivergentTimelinesTests
{
    private const double Minute = 60;
    private const double Day = 24 * 3600;

    [Fact]
    public void G1_When_an_agent_starts_chatwoot_hears_the_agent_zendesk_counts_from_creation_and_intercom_from_the_customer()
    {
        var numbers = Numbers.Of(new Story().Opened("09:00", by: Party.Agent).Reply("09:00", "ann").Wrote("10:00").Reply("10:05", "ann"));

        Says(numbers, "first_response_time", ours: null, zendesk: 65 * Minute, chatwoot: 0, intercom: 5 * Minute);
        Assert.Equal(1, numbers.Excluded("first_response_time", "agent_opened"));
        Says(numbers, "response_time", ours: 5 * Minute, zendesk: null, chatwoot: 5 * Minute, intercom: 5 * Minute); // by rule: Zendesk's first reply is no next reply
    }

    [Fact]
    public void G2_A_late_thank_you_is_one_touch_to_zendesk_two_resolutions_to_chatwoot_and_closed_twice_to_intercom()
    {
        var numbers = Numbers.Of(
            new Story().Opened("09:00").Reply("09:10", "ann").Resolved("09:14", "ann").Wrote("11 14:00").Reopened("11 14:00").Resolved("11 14:05", "ann"));

        const double Full = (101 * 60 * Minute) + (5 * Minute);
        Says(numbers, "resolution_time", ours: Full, zendesk: Full, chatwoot: (Full + (14 * Minute)) / 2, intercom: Full); // Intercom by rule
        Says(numbers, "resolution_time_first", ours: 14 * Minute, zendesk: 14 * Minute, chatwoot: 14 * Minute, intercom: 14 * Minute); // Chatwoot has none: ours
        Says(numbers, "first_contact_resolution", ours: 0, zendesk: 1, chatwoot: 0, intercom: 0); // Chatwoot has none: ours
        Says(numbers, "first_contact_resolution_gross", ours: 1, zendesk: 1, chatwoot: 1, intercom: 1); // only Zendesk has one
        Says(numbers, "tickets_resolved", ours: 1, zendesk: 1, chatwoot: 2, intercom: 1); // by rule
        Says(numbers, "resolutions", ours: 2, zendesk: 2, chatwoot: 2, intercom: 2); // by rule; Zendesk has none: ours
    }

    [Fact]
    public void G3_A_silent_resolve_is_one_touch_to_zendesk_and_a_resolution_to_everybody()
    {
        var numbers = Numbers.Of(new Story().Opened("09:00").Resolved("09:05", "ann"));

        Says(numbers, "first_contact_resolution", ours: 0, zendesk: 1, chatwoot: 0, intercom: 0); // Intercom by rule: nobody took part
        Says(numbers, "resolutions", ours: 1, zendesk: 1, chatwoot: 1, intercom: 1);
        Says(numbers, "tickets_resolved", ours: 1, zendesk: 1, chatwoot: 1, intercom: 1);
        Assert.Equal(1, numbers.Value("zero_reply_resolutions"));
    }

    [Fact]
    public void G4_A_bots_hand_off_starts_chatwoots_clock_anew_and_nobody_elses()
    {
        var numbers = Numbers.Of(new Story()
            .Opened("09:00").Wrote("09:00:03", Party.Bot).Tell(EventTypes.TicketReplied, "09:20", new() { Author = Party.Bot, Handoff = true }).Reply("09:25", "ann"));

        Says(numbers, "first_response_time", ours: 25 * Minute, zendesk: 25 * Minute, chatwoot: 5 * Minute, intercom: 25 * Minute); // Intercom by rule
    }

    [Fact]
    public void G5_A_burst_of_messages_waits_since_its_oldest()
    {
        var first = Numbers.Of(new Story().Opened("09:00").Wrote("09:30").Wrote("09:50").Reply("10:00", "ann"));
        Says(first, "first_response_time", ours: 60 * Minute, zendesk: 60 * Minute, chatwoot: 60 * Minute, intercom: 60 * Minute); // Intercom by rule
        Says(first, "response_time", ours: 60 * Minute, zendesk: null, chatwoot: null, intercom: 60 * Minute); // by rule: a first reply is no next reply

        var later = Numbers.Of(new Story().Opened("08:00").Reply("08:00:01", "ann").Wrote("09:00").Wrote("09:30").Wrote("09:50").Reply("10:00", "ann"));
        Says(later.From("09:00"), "response_time", ours: 60 * Minute, zendesk: 60 * Minute, chatwoot: 60 * Minute, intercom: null); // Intercom tells it on the day of the start
    }

    [Fact]
    public void G6_A_ticket_solved_in_january_and_again_in_march_is_in_chatwoots_both_months()
    {
        var numbers = Numbers.Of(new Story().Opened("2026-01-10 09:00").Resolved("2026-01-10 10:00", "ann").Reopened("2026-03-11 09:00").Resolved("2026-03-11 10:00", "ann"));
        var (january, march) = (numbers.Before("2026-02-01"), numbers.From("2026-03-01"));

        const double TwoMonths = (60 * Day) + (60 * Minute);
        Says(march, "resolution_time", ours: TwoMonths, zendesk: TwoMonths, chatwoot: TwoMonths, intercom: TwoMonths); // all but Chatwoot by rule
        Says(january, "resolution_time", ours: null, zendesk: null, chatwoot: 60 * Minute, intercom: null); // by rule
        Says(january, "tickets_resolved", ours: 0, zendesk: 0, chatwoot: 1, intercom: 1); // by rule: Intercom's new closed are first closes
        Says(march, "tickets_resolved", ours: 1, zendesk: 1, chatwoot: 1, intercom: 0); // by rule
    }

    [Fact]
    public void G7_A_ticket_that_was_merged_into_another_is_in_no_number_of_any_profile()
    {
        // Given only for systems that have no profile here; all of ours leave it out, since a removed ticket contributes nothing.
        var numbers = Numbers.Of(
            new Story("a").Opened("09:00").Reply("09:30", "ann").Resolved("10:00", "ann"),
            new Story("b").Opened("09:00").Reply("09:10", "ann").Resolved("09:20", "ann").Removed("09:40"));

        foreach (var kpi in (string[])["tickets_resolved", "resolutions"]) Says(numbers, kpi, 1, 1, 1, 1);
        Says(numbers, "first_response_time", 30 * Minute, 30 * Minute, 30 * Minute, 30 * Minute);
    }

    [Fact]
    public void G8_Three_of_five_stars_is_bad_to_zendesk_and_neutral_to_the_others_and_positive_to_none()
    {
        var numbers = Numbers.Of(new Story("a").Answered("09:00", 3), new Story("b").Answered("09:00", 5));

        Says(numbers, "csat_positive", ours: 0.5, zendesk: 0.5, chatwoot: 0.5, intercom: 0.5);
        Assert.Equal(new Dictionary<string, long> { ["good"] = 1, ["bad"] = 1 }, numbers.As("zendesk", "csat_positive").Parts!);
        foreach (var profile in (string[])["default", "chatwoot", "intercom"])
        {
            var parts = numbers.As(profile, "csat_positive").Parts!;
            Assert.Equal((1, 1, 0, 0), (parts["very_positive"], parts["neutral"], parts["negative"], parts["very_negative"]));
        }
    }

    [Fact]
    public void G10_The_day_the_clock_is_set_back_has_25_hours_in_every_profile()
    {
        // The offset arithmetic that loses or moves an hour there is a defect, not a definition: no profile copies it.
        var zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        var midnights = ((int[])[25, 26]).Select(day => zone.AtStartOfDay(new(2026, 10, day)).ToDateTimeOffset());
        Assert.Equal([Story.At("2026-10-24 22:00"), Story.At("2026-10-25 23:00")], midnights);

        var day = Numbers.Of(new Story().Opened("2026-10-24 22:00").Resolved("2026-10-25 22:59:59", "ann")).From("2026-10-24 22:00").Before("2026-10-25 23:00");
        Says(day, "resolutions", 1, 1, 1, 1);
        Says(day, "resolution_time", (25 * 3600) - 1, (25 * 3600) - 1, (25 * 3600) - 1, (25 * 3600) - 1);
    }

    private static void Says(Numbers numbers, string kpi, double? ours, double? zendesk, double? chatwoot, double? intercom) => Assert.Equal(
        (kpi, ours, zendesk, chatwoot, intercom),
        (kpi, numbers.As("default", kpi).Value, numbers.As("zendesk", kpi).Value, numbers.As("chatwoot", kpi).Value, numbers.As("intercom", kpi).Value));
}
