using KpiPlatform.Query.Answers;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Hosting;

namespace KpiPlatform.Query.Endpoints;

/// <summary>KPIs by bucket of the window, index-aligned: ready for a chart.</summary>
internal static class TimeseriesEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/timeseries", (HttpContext context, Answering answering) => answering.AnswerAsync(context, Grammar.Timeseries, TimeseriesAnswer.Of))
            .Answers<TimeseriesAnswer>("timeseries", "The numbers of each KPI, and group, by bucket of the window.", Grammar.Timeseries);
}
