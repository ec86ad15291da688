using FsCheck;
using FsCheck.Fluent;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Definitions;

public sealed class BacklogTests
{
    [Fact]
    public void A_resolve_that_a_slow_clock_put_before_the_opening_makes_no_negative_backlog()
    {
        var numbers = Numbers.Of(new Story().Resolved("08:59", "ann").Opened("09:00"));

        Assert.Equal(0, numbers.Before("09:00").Value("backlog"));
        Assert.Equal(0, numbers.Value("backlog"));
    }

    [Fact]
    public void At_every_instant_it_is_the_tickets_that_are_open()
    {
        var property = Prop.ForAll(
            Arb.From(Gen.ArrayOf(Courses.Story).SelectMany(_ => Gen.Choose(0, 80 * 24), (stories, hour) => (stories, hour))),
            run => Numbers.Of([.. run.stories]).Before(Courses.At(run.hour)).Value("backlog") == ByHand(run.stories, run.hour));
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    /// <summary>Each ticket looked at alone.</summary>
    private static long ByHand(Story[] stories, int hour) => stories.Select(s => s.Events.Where(e => e.Time < Story.At(Courses.At(hour))).ToList())
        .Count(events => events.Exists(e => e.Type == Contracts.V1.EventTypes.TicketOpened) && !IsResolved(events));

    /// <summary>The last that was said, a reopening after a resolve at the same time.</summary>
    private static bool IsResolved(IEnumerable<Contracts.V1.CanonicalEvent> events) =>
        events.Where(e => e.Type is Contracts.V1.EventTypes.TicketResolved or Contracts.V1.EventTypes.TicketReopened)
            .OrderBy(e => e.Time).ThenBy(e => e.Type == Contracts.V1.EventTypes.TicketReopened).LastOrDefault()?.Type == Contracts.V1.EventTypes.TicketResolved;
}
