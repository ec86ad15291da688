using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Calendars;
using KpiPlatform.Kpis.Targets;
using KpiPlatform.Kpis.Tickets;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Targets;

/// <summary>On social channels the catalogue promises an answer in 60 minutes by the clock; everywhere a resolution in 48 hours.</summary>
public sealed class SlaTests
{
    [Fact]
    public void A_reply_in_time_meets_and_a_later_one_does_not_mend_the_breach_at_the_deadline()
    {
        var numbers = Numbers.Of(Social("in-time").Reply("10:00", "ann"), Social("late").Reply("11:00", "ann"), Social("never"));

        Assert.Equal((1, 3), (numbers["response_within_target"].Numerator, numbers.N("response_within_target")));
        Assert.Equal(3, numbers.Before("10:00:01").N("response_within_target"));
        Assert.Equal(0, numbers.Before("10:00").N("response_within_target"));
        Assert.Equal(6, numbers.Before("09:59").Value("sla_undecided")); // their resolutions, too
        Assert.Equal(3, numbers.Before("10:01").Value("sla_undecided"));
        Assert.Equal(0, numbers.Before("09:48").Value("sla_at_risk"));
        Assert.Equal(3, numbers.Before("09:48:01").Value("sla_at_risk"));
        Assert.Equal(2, numbers.Before("10:30").Value("sla_breached_open"));
        Assert.Equal(1, numbers.Before("12:00").Value("sla_breached_open"));
    }

    [Fact]
    public void Every_later_wait_has_a_clock_of_its_own()
    {
        var clocks = Of(Social().Reply("09:10", "ann").Wrote("12:00").Wrote("12:30").Reply("13:30", "bob"));

        Assert.Equal(["first_response_time Met", "response_time Breached", "resolution_time Running"], clocks.Select(c => $"{c.Metric} {c.StateAt(Story.At("14:00"))}"));
        Assert.Equal(Story.At("13:00"), clocks[1].Due);
    }

    [Fact]
    public void A_wait_that_a_resolve_ends_in_time_is_neither_met_nor_breached()
    {
        var numbers = Numbers.Of(Social("quiet").Resolved("09:30", "ann"), Social("too-late").Resolved("10:30", "ann"));

        Assert.Equal((0, 1), (numbers["response_within_target"].Numerator, numbers.N("response_within_target")));
        Assert.Equal(0, numbers.Value("sla_undecided"));
        Assert.Equal(0, numbers.Value("sla_breached_open"));
        Assert.Equal(2, numbers["resolution_within_target"].Numerator);
    }

    [Fact]
    public void A_reopened_ticket_runs_on_from_its_opening()
    {
        var story = Social().Reply("09:10", "ann").Resolved("10:00", "ann");
        Assert.Equal(1, Numbers.Of(story).Value("resolution_within_target"));

        Assert.Equal(0, Numbers.Of(story.Reopened("8 10:00")).Value("resolution_within_target"));
        Assert.Equal(Story.At("9 09:00"), Of(story)[^1].Due);
        Assert.Equal(SlaState.AtRisk, Of(story)[^1].StateAt(Story.At("9 08:00")));

        Assert.Equal(1, Numbers.Of(story.Resolved("8 12:00", "ann")).Value("resolution_within_target"));
    }

    [Fact]
    public void Thanks_on_a_resolved_ticket_wait_for_nothing_until_the_ticket_is_reopened()
    {
        var story = Social().Reply("09:10", "ann").Resolved("10:00", "ann").Wrote("11:00");
        Assert.Equal(2, Of(story).Count);

        Assert.Equal(Story.At("12:00"), Of(story.Reopened("11:30")).Single(c => c.Metric == SlaClocks.Response).Due);
    }

    [Fact]
    public void An_agents_own_ticket_has_no_first_response_clock() =>
        Assert.Equal(
            ["response_time", "resolution_time"],
            Of(new Story().Opened("09:00", Party.Agent, Channel.Social).Wrote("09:30").Reply("09:40", "ann")).Select(c => c.Metric));

    [Fact]
    public void Without_a_calendar_a_target_in_business_hours_sets_no_clock_and_with_one_it_falls_due_in_opening_hours()
    {
        var story = new Story().Opened("4 16:30"); // a Friday
        Assert.DoesNotContain(Of(story), c => c.Metric == SlaClocks.FirstResponse);

        var week = """{"timezone":"UTC","default":true,"weekly":{"mon":[["09:00","17:00"]],"fri":[["09:00","17:00"]]}}""";
        var calendar = CalendarDocument.Parse(System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(week), "office").Calendar!;
        var hour = new Target { Id = "hour", Kpi = SlaClocks.FirstResponse, Comparison = Comparison.AtMost, Threshold = 3600, BusinessHours = true };
        var clock = Of(story, new Rules(1, new CalendarSet([calendar]), new TargetSet([hour])))[0];
        Assert.Equal(Story.At("7 09:30"), clock.Due);
        Assert.Equal("hour", clock.Target.Id);
        Assert.Equal(Story.At("7 09:18"), clock.RiskAt);
    }

    [Fact]
    public void A_first_wait_is_under_the_target_for_first_responses_else_under_that_for_responses_else_under_the_catalogues()
    {
        var story = Social().Reply("09:10", "ann").Wrote("10:00");
        Assert.Equal(["default", "default"], Waits());
        Assert.Equal(["reply", "reply"], Waits(Reply("response_time", "reply")));
        Assert.Equal(["first", "reply"], Waits(Reply("response_time", "reply"), Reply("first_response_time", "first")));
        Assert.Equal(["first", "default"], Waits(Reply("first_response_time", "first")));
        Assert.Equal(["default", "default"], Waits(Reply("response_time", "no-deadline") with { Comparison = Comparison.AtLeast }));

        IEnumerable<string> Waits(params Target[] targets) =>
            Of(story, new Rules(1, CalendarSet.None, new TargetSet(targets))).Where(c => c.Metric != SlaClocks.Resolution).Select(c => c.Target.Id);
        static Target Reply(string kpi, string id) => new() { Id = id, Kpi = kpi, Comparison = Comparison.AtMost, Threshold = 60 };
    }

    [Fact]
    public void Attainment_is_of_all_clocks_with_the_share_of_each_metric_beside_it()
    {
        var number = Numbers.Of(Social("a").Reply("09:10", "ann").Wrote("10:00").Resolved("11:30"), Social("b").Reply("09:20", "bob").Resolved("9 10:00", "bob"))["sla_attainment"];

        Assert.Equal((3, 2), (number.Parts!["met"], number.Parts["breached"]));
        Assert.Equal((1, 0, 0.5), (number.Also!["first_response_time"], number.Also["response_time"], number.Also["resolution_time"]));
    }

    private static Story Social(string subject = "t1") => new Story(subject).Opened("09:00", channel: Channel.Social);

    private static IReadOnlyList<SlaClock> Of(Story story, Rules? rules = null) =>
        StreamFold.Tickets(Timeline.Empty.With(story.Events).Timeline, DateTimeOffset.MinValue)[0].ClocksUnder(rules ?? Rules.None);
}
