using KpiPlatform.Query.Answers;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Hosting;

namespace KpiPlatform.Query.Endpoints;

/// <summary>Many KPIs over one window.</summary>
internal static class SummaryEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/summary", (HttpContext context, Answering answering) => answering.AnswerAsync(context, Grammar.Summary, SummaryAnswer.Of))
            .Answers<SummaryAnswer>("summary", "One number for each KPI over one window.", Grammar.Summary);
}
