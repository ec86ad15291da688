using FsCheck;
using FsCheck.Fluent;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Definitions;

public sealed class BotOutcomeTests
{
    [Fact]
    public void A_ticket_a_bot_wrote_on_is_resolved_handed_over_or_neither()
    {
        var numbers = Numbers.Of(
            new Story("resolved").Opened("09:00").Wrote("09:01", Party.Bot).Wrote("09:02").Resolved("09:10"),
            new Story("handed-over").Opened("09:00").Wrote("09:01", Party.Bot).HandedOff("09:02").Resolved("09:10"),
            new Story("taken-over").Opened("09:00").Wrote("09:01", Party.Bot).Reply("09:05", "ann").Resolved("09:10"),
            new Story("with-bot").Opened("09:00").Wrote("09:01", Party.Bot),
            new Story("noted").Opened("09:00").Wrote("09:01", Party.Bot).Reply("09:05", "ann", isPublic: false).Resolved("09:10"),
            new Story("without-bot").Opened("09:00").Wrote("09:01", Party.Automation).Reply("09:05", "ann"));

        Assert.Equal([("resolved", 1), ("handed_over", 2), ("neither", 2)], numbers["bot_resolution_rate"].Parts!.Select(p => (p.Key, p.Value)));
        Assert.Equal((0.2, 5), (numbers.Value("bot_resolution_rate"), numbers.N("bot_resolution_rate")));
        Assert.Equal((0.4, 5), (numbers.Value("handoff_rate"), numbers.N("handoff_rate")));
    }

    [Fact]
    public void The_outcome_is_booked_on_the_bots_first_message_and_follows_what_comes_later()
    {
        var story = new Story().Opened("09:00").Wrote("09:01", Party.Bot).Resolved("09:10");

        Assert.Equal(0, Numbers.Of(story).Before("09:01").N("bot_resolution_rate"));
        Assert.Equal(1, Numbers.Of(story).Before("09:02").Value("bot_resolution_rate"));
        Assert.Equal(0, Numbers.Of(story.Reopened("09:20").Reply("09:30", "ann").Resolved("09:40", "ann")).Value("bot_resolution_rate"));
    }

    [Fact]
    public void Outcomes_exclude_each_other_and_add_up_to_the_tickets_a_bot_wrote_on()
    {
        var property = Prop.ForAll(Arb.From(Gen.ArrayOf(Courses.Story)), stories =>
        {
            var numbers = Numbers.Of([.. stories]);
            var (resolved, handedOver) = (numbers["bot_resolution_rate"], numbers["handoff_rate"]);
            return resolved.N == stories.Count(s => s.Events.Any(e => e.Data.Author == Party.Bot))
                && resolved.Parts!.Values.Sum() == resolved.N
                && handedOver.N == resolved.N
                && resolved.Numerator + handedOver.Numerator <= resolved.N;
        });
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }
}
