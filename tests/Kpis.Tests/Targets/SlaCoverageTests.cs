using System.Globalization;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Calendars;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Targets;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Targets;

public sealed class SlaCoverageTests
{
    [Fact]
    public void Areas_are_counted_once_and_covered_when_a_target_of_the_workspaces_own_names_them()
    {
        Story[] stories = [About("pick-up", 1), About("pick-up", 2), About("delivery", 3), About("returns", 4), new Story("none").Opened("09:00")];

        Assert.Equal((0, 3), Covered(stories));
        Assert.Equal((1, 3), Covered(stories, Promise("area", "delivery", "unheard-of")));
        Assert.Equal((3, 3), Covered(stories, Promise("all")));
        Assert.Equal((0, 3), Covered(stories, Promise("over") with { ValidTo = Story.At("09:00") }));
        Assert.Equal((0, 3), Covered(stories, Promise("score") with { Kpi = "csat_score", Comparison = Comparison.AtLeast }));
        Assert.Null(Numbers.Of(stories[^1])["sla_covered_services"].Value);
    }

    [Fact]
    public void Many_areas_are_told_apart()
    {
        var stories = Enumerable.Range(0, 300).Select(i => About(i.ToString("'area '000", CultureInfo.InvariantCulture), i)).ToArray();
        Assert.Equal((1, 300), Covered(stories, Promise("one", "area 007")));
    }

    private static (double?, double?) Covered(Story[] stories, params Target[] targets)
    {
        var number = Numbers.Of(new Rules(1, CalendarSet.None, new TargetSet(targets)), stories)["sla_covered_services"];
        return (number.Numerator, number.Denominator);
    }

    private static Story About(string area, int number) =>
        new Story(number.ToString(CultureInfo.InvariantCulture)).Tell(EventTypes.TicketOpened, "09:00", new() { Channel = Channel.Web, Area = area });

    private static Target Promise(string id, params string[] areas) => new()
    {
        Id = id,
        Kpi = "resolution_time",
        Comparison = Comparison.AtMost,
        Threshold = 3600,
        Scope = areas.Length == 0 ? new Dictionary<Dimension, IReadOnlyList<string>>() : new() { [Dimension.Area] = areas },
    };
}
