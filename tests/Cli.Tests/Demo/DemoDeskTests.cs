using System.Text.Json;
using KpiPlatform.Cli.Demo;
using KpiPlatform.Mapping;

namespace KpiPlatform.Cli.Tests.Demo;

public sealed class DemoDeskTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private static List<DemoEvent> Fortnight(int seed = 7) => [.. new DemoDesk(seed, Berlin).Events(Monday, Monday.AddDays(14))];

    [Fact]
    public void The_same_seed_tells_the_same_story_and_another_seed_another()
    {
        Assert.Equal(Fortnight(), Fortnight());
        Assert.NotEqual(Fortnight().Take(100), Fortnight(seed: 8).Take(100));
    }

    [Fact]
    public void Two_spans_that_overlap_agree_on_the_tickets_they_share()
    {
        var week = Fortnight().Select(each => each.Json).ToHashSet();
        var day = new DemoDesk(7, Berlin).Events(Monday.AddDays(2), Monday.AddDays(3));
        Assert.All(day, each => Assert.Contains(each.Json, week));
    }

    [Fact]
    public void A_fortnight_has_twenty_to_forty_thousand_events_in_the_order_they_arrive()
    {
        var events = Fortnight();
        Assert.InRange(events.Count, 20_000, 40_000);
        Assert.True(events.Zip(events.Skip(1)).All(pair => pair.First.SendAt <= pair.Second.SendAt));
    }

    [Fact]
    public void Some_events_come_late_and_some_come_twice()
    {
        var events = Fortnight();
        Assert.InRange(events.Count(each => each.SendAt > each.Time.AddMinutes(1)), events.Count / 200, events.Count / 20);
        Assert.InRange(events.Count - events.DistinctBy(each => each.Json).Count(), events.Count / 200, events.Count / 50);
    }

    [Fact]
    public void Every_event_has_only_members_its_type_knows_and_all_it_must_have()
    {
        foreach (var json in Fortnight().Select(each => each.Json))
        {
            var e = JsonSerializer.Deserialize<JsonElement>(json);
            var type = e.GetProperty("type").GetString()!;
            var given = e.GetProperty("data").EnumerateObject().Select(member => member.Name).ToList();
            Assert.Empty(given.Except(CanonicalMembers.Of(type)!));
            Assert.Empty(CanonicalMembers.Required(type).Except(given));
            foreach (var member in e.GetProperty("data").EnumerateObject())
            {
                if (CanonicalMembers.Kind(type, member.Name).Words is { } words) Assert.Contains(member.Value.GetString(), words);
            }
        }
    }

    [Fact]
    public void The_desk_shows_everything_a_desk_knows()
    {
        var kinds = Fortnight().Select(each => JsonSerializer.Deserialize<JsonElement>(each.Json)).ToList();
        foreach (var type in (string[])["opened", "replied", "resolved", "reopened", "assigned", "classified", "pended", "removed"])
            Assert.Contains(kinds, each => each.GetProperty("type").GetString() == "helpdesk.ticket." + type);
        foreach (var survey in (string[])["csat", "nps", "ces"])
            Assert.Contains(kinds, each => each.GetProperty("type").GetString() == "helpdesk.survey.answered" && each.GetProperty("data").GetProperty("kind").GetString() == survey);
        Assert.Contains(kinds, each => each.GetProperty("data").TryGetProperty("handoff", out _));
        Assert.Contains(kinds, each => each.GetProperty("data").TryGetProperty("public", out _));
        var opened = kinds.Where(each => each.GetProperty("type").GetString() == "helpdesk.ticket.opened").Select(each => each.GetProperty("data")).ToList();
        Assert.Equal(5, opened.Select(each => each.GetProperty("channel").GetString()).Distinct().Count());
        Assert.Equal(8, opened.Select(each => each.GetProperty("category").GetString()).Distinct().Count());
    }

    [Fact]
    public void Requests_follow_office_hours_in_the_desks_own_zone()
    {
        var opened = Fortnight().Where(each => each.Json.Contains("ticket.opened", StringComparison.Ordinal)).ToList();
        int At(int hour) => opened.Count(each => TimeZoneInfo.ConvertTime(each.Time, Berlin).Hour == hour);
        Assert.True(At(10) > 8 * At(3));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(120)]
    public void Live_at_noon_the_desk_keeps_about_the_rate_asked_for(double rate)
    {
        var noon = Monday.AddHours(11);
        var events = new DemoDesk(7, Berlin).Events(noon.AddDays(-3), noon.AddHours(2), live: noon, rate);
        var perMinute = events.Count(each => each.SendAt >= noon && each.SendAt < noon.AddHours(2)) / 120.0;
        Assert.InRange(perMinute, rate * 0.7, rate * 1.5);
    }
}
