using KpiPlatform.Testing;

namespace KpiPlatform.Aggregator.Tests.Notices;

/// <summary>What is announced, and what is not: an answer is promised within an hour, and at risk after 48 minutes.</summary>
public sealed class NewsTests(ProjectionDatabase database) : IClassFixture<ProjectionDatabase>
{
    private const string WithinAnHour = """{"targets":[{"id":"hour","kpi":"response_time","threshold":3600,"revision":1}]}""";
    private const string WithinMinutes = """{"targets":[{"id":"hour","kpi":"response_time","threshold":600,"revision":2}]}""";

    [Fact]
    public async Task With_no_event_at_all_a_clock_comes_to_be_at_risk_and_breached_and_a_late_answer_is_no_news()
    {
        var story = await BeginAsync("silent");
        Assert.Equal("", await NewsAsync("silent"));

        await At("09:47:59");
        Assert.Equal("", await NewsAsync("silent"));
        await At("09:48");
        Assert.Equal("sla.at_risk", await NewsAsync("silent"));
        await At("10:00");
        await At("10:00:05");
        Assert.Equal("sla.at_risk sla.breached", await NewsAsync("silent"));
        database.Clock.Now = Story.At("10:30");
        await database.ProjectAsync(story.Reply("10:30", "ann").Events);
        Assert.Equal("sla.at_risk sla.breached", await NewsAsync("silent"));
        Assert.Equal(2, await database.AskAsync<long>("select count(*) from notices where workspace = 'silent' and at in ('2026-09-07T09:48:00Z', '2026-09-07T10:00:00Z')"));
    }

    [Fact]
    public async Task An_answer_in_time_is_told_and_a_time_that_was_slept_through_is_told_by_how_it_ended()
    {
        var story = await BeginAsync("in-time");
        await database.ProjectAsync(story.Reply("09:05", "ann").Events);
        Assert.Equal("sla.met", await NewsAsync("in-time"));

        await BeginAsync("asleep");
        await At("12:00");
        Assert.Equal("sla.breached", await NewsAsync("asleep"));
    }

    [Fact]
    public async Task History_is_no_news()
    {
        await database.DecideAsync(WithinAnHour, "import");
        database.Clock.Now = Story.At("9 09:00");
        await database.ProjectAsync(new Story(workspace: "import").Opened("8 08:00").Reply("8 08:59:59", "ann").Events);
        Assert.Equal("", await NewsAsync("import"));
        await database.ProjectAsync(new Story("t2", workspace: "import").Opened("8 08:50").Reply("8 09:10", "ann").Events);
        Assert.Equal("sla.met", await NewsAsync("import"));
    }

    [Fact]
    public async Task What_only_an_import_told_is_no_news_however_recent_and_what_comes_after_it_is()
    {
        await database.DecideAsync(WithinAnHour, "imported");
        database.Clock.Now = Story.At("10:30");
        var story = new Story(workspace: "imported").Opened("09:00").Reply("09:30", "ann").Wrote("10:00");
        await database.ProjectAsync([.. story.Events.Select(Imported)]);
        Assert.Equal("", await NewsAsync("imported"));

        await At("10:48");
        Assert.Equal("sla.at_risk", await NewsAsync("imported"));
        database.Clock.Now = Story.At("10:50");
        await database.ProjectAsync(story.Reply("10:49", "ann").Events);
        Assert.Equal("sla.at_risk sla.met", await NewsAsync("imported"));
    }

    [Fact]
    public async Task A_live_event_beside_imported_ones_is_news()
    {
        await database.DecideAsync(WithinAnHour, "mixed");
        database.Clock.Now = Story.At("09:31");
        var events = new Story(workspace: "mixed").Opened("09:00").Reply("09:30", "ann").Events;
        await database.ProjectAsync([Imported(events[0]), .. events.Skip(1)]);
        Assert.Equal("sla.met", await NewsAsync("mixed"));
    }

    [Fact]
    public async Task What_reconciliation_found_is_news_as_the_webhook_would_have_been()
    {
        await database.DecideAsync(WithinAnHour, "found");
        database.Clock.Now = Story.At("09:31");
        await database.ProjectAsync([.. new Story(workspace: "found").Opened("09:00").Reply("09:30", "ann").Events.Select(e => e with { Origin = Contracts.V1.Origin.Reconciliation })]);
        Assert.Equal("sla.met", await NewsAsync("found"));
    }

    [Fact]
    public async Task A_reopened_ticket_past_its_deadline_is_news_of_the_day_it_is_reopened()
    {
        await database.DecideAsync("""{"targets":[{"id":"day","kpi":"resolution_time","threshold":86400,"revision":1}]}""", "reopened");
        database.Clock.Now = Story.At("1 12:00");
        var story = new Story(workspace: "reopened").Opened("1 09:00").Resolved("1 11:00", "ann");
        await database.ProjectAsync(story.Events);
        database.Clock.Now = Story.At("5 09:00");
        await database.ProjectAsync(story.Reopened("5 08:59").Events);
        Assert.Equal("sla.met sla.breached", await NewsAsync("reopened"));
    }

    [Fact]
    public async Task Neither_a_change_of_rules_nor_a_rebuild_announces_anything()
    {
        await BeginAsync("ruled");
        database.Clock.Now = Story.At("09:30");
        await database.DecideAsync(WithinMinutes, "ruled");
        await database.RefoldAsync();
        Assert.Equal("", await NewsAsync("ruled"));

        await database.Rebuild.RunAsync(progress: null, CancellationToken.None);
        await At("09:40");
        Assert.Equal("", await NewsAsync("ruled"));
    }

    [Fact]
    public async Task A_workspace_without_a_target_of_its_own_pays_nothing()
    {
        database.Clock.Now = Story.At("09:01");
        await database.ProjectAsync(new Story(workspace: "plain").Opened("09:00", channel: Contracts.V1.Channel.Social).Events);
        Assert.Equal(0, await database.AskAsync<long>("select count(*) from timelines where workspace = 'plain' and due_at is not null"));
    }

    private static Contracts.V1.CanonicalEvent Imported(Contracts.V1.CanonicalEvent e) => e with { Origin = Contracts.V1.Origin.Import };

    /// <summary>A customer writes at 9, and it is five past.</summary>
    private async Task<Story> BeginAsync(string workspace)
    {
        await database.DecideAsync(WithinAnHour, workspace);
        database.Clock.Now = Story.At("09:05");
        var story = new Story(workspace: workspace).Opened("09:00");
        await database.ProjectAsync(story.Events);
        return story;
    }

    private async Task At(string time)
    {
        database.Clock.Now = Story.At(time);
        await database.RefoldAsync();
    }

    private Task<string> NewsAsync(string workspace) =>
        database.AskAsync<string>($"select coalesce(string_agg(type, ' ' order by at), '') from notices where workspace = '{workspace}'");
}
