using System.Text.Json;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Calendars;
using KpiPlatform.Kpis.Targets;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Profiles;

/// <summary>SLA attainment as other systems count it, over the workspace's own targets: an answer within an hour, a resolution within a year.</summary>
public sealed class SlaProfilesTests
{
    private static readonly Rules Hour = new(1, CalendarSet.None, new TargetSet([Within("response_time", 3600), Within("resolution_time", 365 * 86_400)]));

    [Fact]
    public void G9_An_hour_promised_on_friday_at_half_past_four_is_breached_on_monday_at_half_past_nine()
    {
        var week = JsonSerializer.Deserialize<JsonElement>("""{"timezone":"UTC","default":true,"weekly":{"mon":[["09:00","17:00"]],"tue":[["09:00","17:00"]],"wed":[["09:00","17:00"]],"thu":[["09:00","17:00"]],"fri":[["09:00","17:00"]]}}""");
        var rules = Hour with
        {
            Calendars = new CalendarSet([CalendarDocument.Parse(week, "office").Calendar!]),
            Targets = new TargetSet([Within("response_time", 3600) with { BusinessHours = true }, Within("resolution_time", 365 * 86_400)]),
        };
        var numbers = Numbers.Of(rules, new Story().Opened("4 16:30"));

        Says(numbers.Before("7 09:30"), ours: null, zendesk: null, chatwoot: 1); // Chatwoot: undecided is a hit; its breach on Friday at 17:30 was a defect, since mended
        Says(numbers.Before("7 09:30:01"), ours: 0, zendesk: 0, chatwoot: 0); // Zendesk by rule
    }

    [Fact]
    public void A_wait_that_a_resolve_ends_in_time_is_achieved_to_zendesk_and_neither_to_us()
    {
        var resolved = Numbers.Of(Hour, new Story().Opened("09:00").Resolved("09:30", "ann"));

        Assert.Equal((1, 1, 0), (resolved["sla_attainment"].N, resolved["sla_attainment"].Parts!["met"], resolved["sla_attainment"].Parts!["breached"]));
        Assert.Equal((2, 2), (resolved.As("zendesk", "sla_attainment").N, resolved.As("zendesk", "sla_attainment").Parts!["met"]));
        Assert.Equal(1, resolved.As("zendesk", "sla_attainment").Also!["first_response_time"]);
    }

    [Fact]
    public void Chatwoot_counts_a_conversation_once_however_much_it_missed_and_nothing_after_its_first_resolve()
    {
        var numbers = Numbers.Of(
            Hour,
            new Story("twice-late").Opened("09:00").Reply("11:00", "ann").Wrote("12:00").Reply("14:00", "ann").Resolved("15:00", "ann"),
            new Story("reopened").Opened("09:00").Reply("09:10", "ann").Resolved("10:00", "ann").Reopened("11:00").Wrote("11:00"));

        var chatwoot = numbers.As("chatwoot", "sla_attainment");
        Assert.Equal((0.5, 2), (chatwoot.Value, chatwoot.N));
        Assert.Equal((1, 1), (chatwoot.Parts!["kept"], chatwoot.Parts["breached"]));
    }

    [Fact]
    public void Intercoms_rule_is_not_known_so_it_is_counted_as_here_and_says_so() =>
        Assert.Same(Profile.Default, Catalogue.Default.Find("sla_attainment")!.As("intercom", businessTime: false).Profile);

    private static Target Within(string kpi, double seconds) => new() { Id = kpi, Kpi = kpi, Comparison = Comparison.AtMost, Threshold = seconds };

    private static void Says(Numbers numbers, double? ours, double? zendesk, double? chatwoot) => Assert.Equal(
        (ours, zendesk, chatwoot),
        (numbers.Value("sla_attainment"), numbers.As("zendesk", "sla_attainment").Value, numbers.As("chatwoot", "sla_attainment").Value));
}
