using System.Diagnostics;
using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Platform.Tests.Hosting;

public sealed class SpanRulesTests
{
    [Theory]
    [InlineData("select count(*) from quarantine", "select quarantine")]
    [InlineData("-- Of the webhooks one, from whatever workspace.\nselect l.workspace from webhook_lanes l for update of l skip locked", "select webhook_lanes")]
    [InlineData("with added as (\n    insert into notices (id) select * from unnest($1::text[]) returning id\n) insert into deliveries select id from added", "insert notices")]
    [InlineData("update partitions set shard = $2 where partition = $1", "update partitions")]
    [InlineData("delete from notices where made_at < $1", "delete notices")]
    [InlineData("select a from unnest($4::timestamptz[], $5) p cross join lateral (select * from facts f)", "select facts")]
    [InlineData("copy log (partition, seq) from stdin (format binary)", "copy log")]
    [InlineData("select pg_advisory_lock(7)", "select")]
    [InlineData("vacuum", "sql")]
    public void A_statement_is_named_by_its_operation_and_first_table(string sql, string name) => Assert.Equal(name, SpanRules.NameOf(sql));

    [Fact]
    public void What_is_done_for_many_goes_on_in_a_trace_that_is_kept()
    {
        var (dropped, kept) = (Context(ActivityTraceFlags.None), Context(ActivityTraceFlags.Recorded));
        Assert.Equal(kept, SpanRules.ParentOf([dropped, kept]));
        Assert.Equal(dropped, SpanRules.ParentOf([dropped]));
        Assert.Equal(default, SpanRules.ParentOf([]));
    }

    [Fact]
    public void A_span_that_failed_does_not_tell_what_the_exception_quotes()
    {
        using var activity = new Activity("work").Start();
        activity.IsAllDataRequested = true;
        activity.Fail(Thrown());
        Assert.Equal((ActivityStatusCode.Error, "System.FormatException"), (activity.Status, activity.StatusDescription));
        Assert.Equal("System.FormatException", activity.GetTagItem("error.type"));
        var tags = Assert.Single(activity.Events).Tags.ToList();
        Assert.Contains(tags, tag => tag.Key == "exception.stacktrace" && ((string)tag.Value!).Contains(nameof(Thrown), StringComparison.Ordinal));
        Assert.DoesNotContain(tags, tag => ((string)tag.Value!).Contains("anna", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://hooks.example/services/T0/B0/secret", "https://hooks.example/REDACTED")]
    [InlineData("http://127.0.0.1:8080/?token=secret", "http://127.0.0.1:8080/REDACTED")]
    [InlineData("https://hooks.example/", "https://hooks.example/")]
    public void Of_an_address_that_we_call_only_the_host_is_told(string url, string told)
    {
        using var source = new ActivitySource("SpanRulesTests");
        using var listener = new ActivityListener { ShouldListenTo = s => s == source, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);
        using var activity = source.StartActivity("POST", ActivityKind.Client)!.SetTag("url.full", url);
        using var redaction = new SpanRedaction();
        redaction.OnEnd(activity);
        Assert.Equal(told, activity.GetTagItem("url.full"));
    }

    [Fact]
    public void Health_probes_and_what_nobody_asked_for_make_no_spans_of_statements()
    {
        Activity.Current = null;
        Assert.False(SpanRules.IsWorthASpan());
        using var probe = new Activity("GET /health/ready").SetTag("url.path", "/health/ready").Start();
        Assert.False(SpanRules.IsWorthASpan());
        using var below = new Activity("check").Start();
        Assert.False(SpanRules.IsWorthASpan());
        below.Stop();
        probe.Stop();
        using var request = new Activity("GET /v1/summary").SetTag("url.path", "/v1/summary").Start();
        Assert.True(SpanRules.IsWorthASpan());
    }

    private static ActivityContext Context(ActivityTraceFlags flags) => new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags);

    private static FormatException Thrown()
    {
        try
        {
            throw new FormatException("'anna@example.com' is no number");
        }
        catch (FormatException e)
        {
            return e;
        }
    }
}
