using KpiPlatform.Query.Answers;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Hosting;

namespace KpiPlatform.Query.Endpoints;

/// <summary>Rows are groups, columns are KPIs; the rows add up to the summary.</summary>
internal static class BreakdownEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/breakdown", (HttpContext context, Answering answering) => answering.AnswerAsync(context, Grammar.Breakdown, BreakdownAnswer.Of))
            .Answers<BreakdownAnswer>("breakdown", "A row for each group, with a number for each KPI.", Grammar.Breakdown);
}
