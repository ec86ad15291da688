using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Time;
using KpiPlatform.Query.Asking;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using Interval = KpiPlatform.Kpis.Time.Interval;

namespace KpiPlatform.Query.Tests.Asking;

public sealed class QuestionParserTests
{
    internal static readonly Instant Now = Instant.FromUtc(2026, 11, 22, 9, 30, 15);

    [Theory]
    [InlineData("kpi=first_respons_time", "kpi", "unknown_kpi", "first_response_time")]
    [InlineData("kpi=", "kpi", "empty", null)]
    [InlineData("kpis=backlog", "kpis", "unknown_parameter", "kpi")]
    [InlineData("windw=7d", "windw", "unknown_parameter", "window")]
    [InlineData("channels!=email", "channels!", "unknown_parameter", "channel")]
    [InlineData("window=7days", "window", "unknown_window", null)]
    [InlineData("window=todai", "window", "unknown_window", "today")]
    [InlineData("window=90w&window=7d", "window", "repeated", null)]
    [InlineData("window=30000d", "window", "out_of_range", null)]
    [InlineData("window=7d&from=2026-09-01&to=2026-09-02", "window", "conflict", null)]
    [InlineData("from=2026-09-01", "to", "missing", null)]
    [InlineData("to=2026-09-01", "from", "missing", null)]
    [InlineData("from=2026-09-02&to=2026-09-01", "to", "empty_window", null)]
    [InlineData("from=2026-09-01&to=2026-09-01", "to", "empty_window", null)]
    [InlineData("from=now&to=2026-09-01", "from", "invalid_time", null)]
    [InlineData("from=1500-01-01&to=2026-09-01", "from", "out_of_range", null)]
    [InlineData("timezone=Europe/Helsinky", "timezone", "unknown_timezone", "Europe/Helsinki")]
    [InlineData("timezone=UTC%2B02:00", "timezone", "unknown_timezone", null)]
    [InlineData("stat=p100", "stat", "unknown_stat", null)]
    [InlineData("stat=average", "stat", "unknown_stat", null)]
    [InlineData("cohort=open", "cohort", "unknown_cohort", "opened")]
    [InlineData("channel=em%00ail", "channel", "invalid_character", null)]
    [InlineData("channel=email,,chat", "channel", "empty", null)]
    [InlineData("compare=previous_perod", "compare", "unknown_compare", "previous_period")]
    [InlineData("compare=2026-09-01", "compare", "unknown_compare", null)]
    [InlineData("compare=2026-09-01/then", "compare", "invalid_time", null)]
    [InlineData("compare=2026-09-02/2026-09-01", "compare", "empty_window", null)]
    [InlineData("compare=1500-09-02/2026-09-01", "compare", "out_of_range", null)]
    [InlineData("compare=previous_year&align=weekdays", "align", "unknown_align", "weekday")]
    [InlineData("compare=previous_year&partial=exlude", "partial", "unknown_partial", "exclude")]
    [InlineData("share_within=-5", "share_within", "invalid_share_within", null)]
    [InlineData("share_within=1h", "share_within", "invalid_share_within", null)]
    [InlineData("share_within=60&kpi=backlog", "share_within", "not_applicable", null)]
    [InlineData("min_n=5", "min_n", "not_applicable", null)]
    [InlineData("bins=auto", "bins", "not_applicable", null)]
    [InlineData("business_hours=yes", "business_hours", "not_a_boolean", null)]
    [InlineData("cursor=abc", "cursor", "not_supported", null)]
    [InlineData("group_by=agent", "group_by", "not_applicable", null)]
    [InlineData("interval=day", "interval", "not_applicable", null)]
    public void A_mistake_in_a_summary_is_told_by_name(string query, string parameter, string code, string? meant)
    {
        var error = Assert.Single(Errors(query, Grammar.Summary));
        Assert.Equal((parameter, code), (error.Parameter, error.Code));
        if (meant is not null) Assert.Equal(meant, error.DidYouMean);
    }

    [Theory]
    [InlineData("interval=day", "kpi", "missing")]
    [InlineData("kpi=backlog&interval=daily", "interval", "unknown_interval")]
    [InlineData("kpi=backlog&interval=minute&window=28d", "interval", "too_many_buckets")]
    [InlineData("kpi=backlog&share_within=60", "share_within", "not_applicable")]
    [InlineData("kpi=backlog&interval=hour&window=28d&compare=2020-01-01/2026-01-01", "compare", "too_many_buckets")]
    [InlineData("kpi=backlog&group_by=agnet", "group_by", "unknown_dimension")]
    [InlineData("kpi=backlog&limit=0", "limit", "invalid_limit")]
    [InlineData("kpi=backlog&limit=many", "limit", "invalid_limit")]
    [InlineData("kpi=backlog&order_by=n", "order_by", "not_applicable")]
    public void A_mistake_in_a_time_series_is_told_by_name(string query, string parameter, string code)
    {
        var error = Assert.Single(Errors(query, Grammar.Timeseries));
        Assert.Equal((parameter, code), (error.Parameter, error.Code));
    }

    [Theory]
    [InlineData("kpi=backlog", "group_by", "missing")]
    [InlineData("kpi=backlog&group_by=agent&order_by=-csat_score", "order_by", "unknown_order")]
    [InlineData("kpi=backlog&group_by=agent&order_by=change", "order_by", "not_applicable")]
    [InlineData("kpi=backlog&group_by=agent&min_n=0", "min_n", "invalid_min_n")]
    [InlineData("kpi=backlog&group_by=agent&min_n=1000001", "min_n", "invalid_min_n")]
    public void A_mistake_in_a_breakdown_is_told_by_name(string query, string parameter, string code)
    {
        var error = Assert.Single(Errors(query, Grammar.Breakdown));
        Assert.Equal((parameter, code), (error.Parameter, error.Code));
    }

    [Theory]
    [InlineData("bins=auto", "kpi", "missing")]
    [InlineData("kpi=response_time,csat_score", "kpi", "too_many")]
    [InlineData("kpi=backlog", "kpi", "not_applicable")]
    [InlineData("kpi=replies_per_resolution", "kpi", "not_applicable")]
    [InlineData("kpi=response_time&bins=lg", "bins", "unknown_bins")]
    [InlineData("kpi=response_time&bins=60,60", "bins", "invalid_bins")]
    [InlineData("kpi=response_time&bins=60,x", "bins", "invalid_bins")]
    [InlineData("kpi=csat_score&bins=60,120", "bins", "not_applicable")]
    [InlineData("kpi=csat_score&stat=p90", "stat", "not_applicable")]
    [InlineData("kpi=csat_score&compare=previous_year", "compare", "not_applicable")]
    public void A_mistake_in_a_distribution_is_told_by_name(string query, string parameter, string code)
    {
        var error = Assert.Single(Errors(query, Grammar.Distribution));
        Assert.Equal((parameter, code), (error.Parameter, error.Code));
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var errors = Errors("kpi=x,backlog,y&groupby=agent&timezone=Mars&stat=p0&window=7q", Grammar.Breakdown);
        Assert.Equal(["group_by", "groupby", "kpi", "kpi", "stat", "timezone", "window"], errors.Select(e => e.Parameter).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_whole_query_is_understood()
    {
        var question = Question(
            "kpi=backlog,csat_score&kpi=backlog&from=2026-10-24&to=2026-10-27&timezone=Europe/Helsinki&interval=day&stat=p90&cohort=opened&channel=email,chat&channel=voice&category!=billing,null&group_by=agent,team&limit=5",
            Grammar.Timeseries);
        Assert.Equal(["backlog", "csat_score"], question.Kpis.Select(k => k.Id));
        Assert.Equal(("p90", Cohort.Opened, Interval.Day, 5, 3), (question.Statistic.Name, question.Cohort, question.Interval, question.Limit, question.Buckets.Count));
        Assert.Equal([Dimension.Agent, Dimension.Team], question.GroupBy);
        Assert.Equal(["email", "chat", "voice"], question.Filters.Single(f => f.Dimension == Dimension.Channel && !f.Except).Values);
        Assert.Equal(["billing", ""], question.Filters.Single(f => f.Dimension == Dimension.Category && f.Except).Values);
    }

    [Fact]
    public void Without_anything_a_summary_is_of_all_kpis_over_28_days_in_utc()
    {
        var question = Question("", Grammar.Summary);
        Assert.Equal((Catalogue.Default.Kpis.Count, "28d", "p50", "UTC"), (question.Kpis.Count, question.WindowName, question.Statistic.Name, question.Window.Zone.Id));
        Assert.Equal("2026-11-23T00:00:00Z", question.Window.Zone.Format(question.Window.To));
    }

    internal static Question Question(string query, Grammar grammar)
    {
        var (question, errors) = Parse(query, grammar);
        Assert.Empty(errors);
        return question!;
    }

    private static IReadOnlyList<QueryError> Errors(string query, Grammar grammar) => Parse(query, grammar).Errors;

    private static (Question? Question, IReadOnlyList<QueryError> Errors) Parse(string query, Grammar grammar) =>
        new QuestionParser(Catalogue.Default).Parse(new QueryCollection(QueryHelpers.ParseQuery(query)), grammar, "acme", Now);
}
