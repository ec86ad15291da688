using KpiPlatform.Kpis.Definitions;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Targets;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Targets;

public sealed class TargetSetTests
{
    private static readonly Dimensions Chat = new("chat", null, "/desk/a", "ann", "first", null, "high", null);

    [Fact]
    public void The_most_specific_scope_wins_then_the_fewest_values_then_the_smaller_id()
    {
        var all = Of("all");
        var wide = Of("wide", (Dimension.Channel, ["chat", "email"]));
        var b = Of("b", (Dimension.Channel, ["chat"]));
        var a = Of("a", (Dimension.Channel, ["chat"]));
        var both = Of("z", (Dimension.Channel, ["chat"]), (Dimension.Priority, ["high"]));
        var elsewhere = Of("elsewhere", (Dimension.Channel, ["chat"]), (Dimension.Team, ["second"]), (Dimension.Priority, ["high"]));

        Assert.Equal("all", Winner(elsewhere, all));
        Assert.Equal("wide", Winner(all, wide));
        Assert.Equal("b", Winner(all, wide, b));
        Assert.Equal("a", Winner(b, all, wide, a));
        Assert.Equal("z", Winner(all, wide, a, both, elsewhere));
        Assert.Null(Winner(elsewhere));
    }

    [Fact]
    public void A_target_is_valid_from_its_first_instant_up_to_its_last_which_is_not_in_it()
    {
        var target = Of("dated") with { ValidFrom = Story.At("1 00:00"), ValidTo = Story.At("2 00:00") };
        Assert.True(target.IsValidAt(Story.At("1 00:00")));
        Assert.False(target.IsValidAt(Story.At("2 00:00")));
        Assert.False(target.IsValidAt(Story.At("1 00:00").AddTicks(-1)));
        Assert.False(target.TiesWith(Of("next") with { ValidFrom = Story.At("2 00:00") }));
        Assert.True(target.TiesWith(Of("always")));
        Assert.False(target.TiesWith(Of("other", (Dimension.Channel, ["chat"]))));
        Assert.True(Of("x", (Dimension.Channel, ["chat", "web"])).TiesWith(Of("y", (Dimension.Channel, ["web", "chat"]))));
    }

    [Fact]
    public void A_number_over_more_than_the_scope_is_not_covered()
    {
        var target = Of("social", (Dimension.Channel, ["social", "chat"]));
        Assert.True(target.Covers(Only(Dimension.Channel, "chat")));
        Assert.False(target.Covers(Only(Dimension.Channel, "chat", "email")));
        Assert.False(target.Covers(Only(Dimension.Team, "first")));
        Assert.True(Of("all").Covers(Only(Dimension.Team, "first")));
    }

    [Fact]
    public void Where_nobody_set_a_target_answers_take_an_hour_on_social_channels_and_a_business_day_elsewhere()
    {
        Assert.Equal((3600, false), Default("social"));
        Assert.Equal((8 * 3600, true), Default("email"));
        Assert.Equal((8 * 3600, true), Default(null));
        Assert.Equal(48 * 3600, TargetSet.Default(ResolutionTime.Last, Chat)!.Threshold);
        Assert.Null(TargetSet.Default(TicketCounts.Opened, Chat));

        static (double, bool) Default(string? channel) =>
            TargetSet.Default(FirstResponseTime.Kpi, Chat with { Channel = channel }) is { } t ? (t.Threshold, t.BusinessHours) : default;
    }

    private static string? Winner(params Target[] targets) => new TargetSet(targets).Find("response_time", Chat, Story.At("09:00"))?.Id;

    private static Dictionary<Dimension, IReadOnlyList<string>> Only(Dimension dimension, params string[] values) => new() { [dimension] = values };

    private static Target Of(string id, params (Dimension Dimension, string[] Values)[] scope) => new()
    {
        Id = id,
        Kpi = "response_time",
        Comparison = Comparison.AtMost,
        Threshold = 60,
        Scope = scope.ToDictionary(s => s.Dimension, s => (IReadOnlyList<string>)s.Values),
    };
}
