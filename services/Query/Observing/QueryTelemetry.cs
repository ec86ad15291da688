using System.Diagnostics;
using System.Diagnostics.Metrics;
using KpiPlatform.Platform.Hosting;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Reading;

namespace KpiPlatform.Query.Observing;

/// <summary>How long answers take, by route and outcome, and the span of a query; docs/telemetry.md says what each means.</summary>
internal sealed class QueryTelemetry(IMeterFactory meters, TimeProvider time) : IEndpointFilter
{
    private const string Name = "KpiPlatform.Query";
    private const int MostNames = 8;
    private static readonly ActivitySource Spans = new(Name);

    private readonly Histogram<double> duration = meters.Create(Name).CreateHistogram(
        "kpi.query.duration", "s", "From a request let in to its answer made, by route and outcome.", tags: null, HistogramBounds.Duration);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var started = time.GetTimestamp();
        var outcome = "failed";
        try
        {
            var answer = await next(context);
            outcome = OutcomeOf((answer as IStatusCodeHttpResult ?? (answer as INestedHttpResult)?.Result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK);
            return answer;
        }
        finally
        {
            var route = (context.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
            duration.Record(time.GetElapsedTime(started).TotalSeconds, new("http.route", route), new("kpi.outcome", outcome));
        }
    }

    /// <summary>The span of a question that makes sense.</summary>
    public static Activity? Start(Grammar grammar, Question question)
    {
        var activity = Spans.StartActivity("kpi query");
        if (activity is not { IsAllDataRequested: true }) return activity;
        activity.SetTag("kpi.shape", grammar.Path[(grammar.Path.LastIndexOf('/') + 1)..]);
        activity.SetTag("kpi.names", question.Kpis.Take(MostNames).Select(k => k.Id).ToArray());
        activity.SetTag("kpi.window", question.WindowName ?? "from-to");
        if (question.Interval is { } interval) activity.SetTag("kpi.interval", interval.ToString()!.ToLowerInvariant());
        if (question.GroupBy.Count > 0) activity.SetTag("kpi.group_by", question.GroupBy.Select(Kpis.Facts.Dimensions.NameOf).ToArray());
        return activity;
    }

    /// <summary>What the answer was made of; null when the caller had it already.</summary>
    public static void Answered(Activity? activity, Read? read)
    {
        activity?.SetTag("kpi.cache", read is null ? "304" : "miss");
        if (read is not null) activity?.SetTag("kpi.answered_from", read.From).SetTag("kpi.rows", read.Rows);
    }

    private static string OutcomeOf(int status) => status switch
    {
        StatusCodes.Status304NotModified => "unchanged",
        < 400 => "answered",
        < 500 => "refused",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        StatusCodes.Status504GatewayTimeout => "too_large",
        _ => "failed",
    };
}
