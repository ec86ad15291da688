using FsCheck;
using FsCheck.Fluent;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Definitions;

public sealed class BacklogTests
{
    [Fact]
    public void An_open_ticket_grows_older_with_no_event()
    {
        var numbers = Numbers.Of(new Story().Opened("7 09:00"));

        Assert.Equal("under_1d", ClassAt(numbers, "8 09:00"));
        Assert.Equal("1d_to_3d", ClassAt(numbers, "8 09:00:01"));
        Assert.Equal("3d_to_7d", ClassAt(numbers, "14 09:00"));
        Assert.Equal("7d_to_30d", ClassAt(numbers, "14 09:00:01"));
        Assert.Equal("over_30d", ClassAt(numbers, "40 09:00"));
        Assert.Null(ClassAt(numbers, "7 09:00"));
    }

    [Fact]
    public void A_ticket_that_is_open_again_is_as_old_as_its_opening()
    {
        var numbers = Numbers.Of(new Story().Opened("1 09:00").Resolved("1 10:00").Reopened("6 10:00").Resolved("9 10:00"));

        Assert.Null(ClassAt(numbers, "6 10:00"));
        Assert.Equal("3d_to_7d", ClassAt(numbers, "7 10:00"));
        Assert.Equal("7d_to_30d", ClassAt(numbers, "9 10:00"));
        Assert.Null(ClassAt(numbers, "9 10:00:01"));
    }

    [Fact]
    public void A_resolve_that_a_slow_clock_put_before_the_opening_makes_no_negative_backlog()
    {
        var numbers = Numbers.Of(new Story().Resolved("08:59", "ann").Opened("09:00"));

        Assert.Equal(0, numbers.Before("09:00").Value("backlog"));
        Assert.Equal(0, numbers.Value("backlog"));
    }

    [Fact]
    public void A_ticket_resolved_within_a_day_leaves_no_trace_of_age()
    {
        var older = Catalogue.Default.Find("backlog")!.Measures.Where(m => m.IsScheduled).Select(m => m.Code).ToHashSet();

        Assert.NotEmpty(older);
        Assert.DoesNotContain(Numbers.FactsOf(new Story().Opened("09:00").Resolved("10:00").Reopened("11:00").Resolved("12:00")), f => f.Bookings.Any(b => older.Contains(b.Measure)));
    }

    [Fact]
    public void At_every_instant_the_classes_add_up_to_the_backlog_and_are_right()
    {
        var property = Prop.ForAll(Arb.From(Gen.ArrayOf(Courses.Story).SelectMany(_ => Gen.Choose(0, 80 * 24), (stories, hour) => (stories, hour))), run =>
        {
            var number = Numbers.Of([.. run.stories]).Before(Courses.At(run.hour))["backlog"];
            return number.Parts!.Values.Sum() == number.Value && Enumerable.SequenceEqual(number.Parts.Values, ByHand(run.stories, run.hour));
        });
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static string? ClassAt(Numbers numbers, string end) => numbers.Before(end)["backlog"].Parts!.SingleOrDefault(p => p.Value != 0).Key;

    /// <summary>Each open ticket in the class of its age, looked at one by one.</summary>
    private static long[] ByHand(Story[] stories, int hour)
    {
        var end = Story.At(Courses.At(hour));
        var classes = new long[5];
        foreach (var events in stories.Select(s => s.Events.Where(e => e.Time < end).ToList()))
        {
            var opened = events.Where(e => e.Type == Contracts.V1.EventTypes.TicketOpened).Select(e => (DateTimeOffset?)e.Time).Min();
            if (opened is null || IsResolved(events)) continue;
            var days = (end - opened.Value).TotalDays;
            classes[days > 30 ? 4 : days > 7 ? 3 : days > 3 ? 2 : days > 1 ? 1 : 0]++;
        }

        return classes;
    }

    /// <summary>The last that was said, a reopening after a resolve at the same time.</summary>
    private static bool IsResolved(IEnumerable<Contracts.V1.CanonicalEvent> events) =>
        events.Where(e => e.Type is Contracts.V1.EventTypes.TicketResolved or Contracts.V1.EventTypes.TicketReopened)
            .OrderBy(e => e.Time).ThenBy(e => e.Type == Contracts.V1.EventTypes.TicketReopened).LastOrDefault()?.Type == Contracts.V1.EventTypes.TicketResolved;
}
