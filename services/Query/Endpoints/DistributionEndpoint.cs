using KpiPlatform.Query.Answers;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Hosting;

namespace KpiPlatform.Query.Endpoints;

/// <summary>How the values of one KPI are distributed over one window.</summary>
internal static class DistributionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/distribution", (HttpContext context, Answering answering) => answering.AnswerAsync(context, Grammar.Distribution, DistributionAnswer.Of))
            .Answers<DistributionAnswer>("distribution", "How the values of one duration or score are distributed: bins and percentiles.", Grammar.Distribution);
}
