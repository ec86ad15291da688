using KpiPlatform.Kpis;
using KpiPlatform.Platform.Hosting;
using KpiPlatform.Query.Answers;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KpiPlatform.Query.Endpoints;

/// <summary>The catalogue: what each KPI means.</summary>
internal static class KpisEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/kpis", (Catalogue catalogue) => TypedResults.Ok(new DefinitionList([.. catalogue.Kpis.Select(Definition.Of)])))
            .Answers<DefinitionList>("kpis", "The definitions of all KPIs.", grammar: null);
        routes.MapGet("/kpis/{id}", Results<Ok<DefinitionAnswer>, ProblemHttpResult> (string id, Catalogue catalogue) =>
            catalogue.Find(id) is { } kpi ? TypedResults.Ok(new DefinitionAnswer(Definition.Of(kpi))) : Unknown(id, catalogue))
            .Answers<DefinitionAnswer>("kpi", "The definition of a KPI.", grammar: null);
    }

    private static ProblemHttpResult Unknown(string id, Catalogue catalogue)
    {
        var ids = catalogue.Kpis.Select(k => k.Id).ToList();
        var error = new QueryError("id", "unknown_kpi", $"'{id}' is not a KPI.") { Allowed = ids, DidYouMean = Closest.To(id, ids) };
        return Problems.Of(StatusCodes.Status404NotFound, "unknown_kpi", error.Detail, [error]);
    }
}
