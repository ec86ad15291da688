using System.Reflection;
using KpiPlatform.Query.Asking;
using Microsoft.OpenApi;

namespace KpiPlatform.Query.Hosting;

/// <summary>The OpenAPI document: the grammar's parameters are told to it, since the endpoints read them all themselves.</summary>
internal static class QueryDocument
{
    private static readonly Dictionary<string, string> Meanings = new(StringComparer.Ordinal)
    {
        ["kpi"] = "Ids of KPIs, comma-separated or repeated; /v1/kpis lists them.",
        ["window"] = "5m, 1h, 24h, today, yesterday, 7d, 28d (without window, from and to), 90d, wtd, mtd, qtd, ytd, or a number of m, h, d or w.",
        ["from"] = "Start, with to: a date in the time zone or an RFC 3339 time.",
        ["to"] = "End, which is no longer in the window.",
        ["timezone"] = "IANA name; UTC if none.",
        ["stat"] = "mean, sum, count, min, max, or p1 to p99; p50 if none. Of no effect on counts, ratios and scores.",
        ["cohort"] = "event (by when things happened) or opened (by when their tickets were opened).",
        ["business_hours"] = "true: durations in business time, by the workspace's calendars; null where none applies. Of no effect on other KPIs.",
        ["profile"] = "default, or zendesk, chatwoot, intercom: the KPIs as those systems count them, where they do it differently.",
        ["interval"] = "auto, minute, hour, day, week, month or quarter.",
        ["compare"] = "previous_period, previous_year, or from/to of another window: every number then has previous and change.",
        ["align"] = "weekday (whole weeks back; the default for whole days) or date (by the calendar: mtd with the same days of last month).",
        ["partial"] = "exclude (a window that is not over is compared with as much of the other; a series' total leaves out what is not over; the default) or include.",
        ["share_within"] = "A number of seconds: durations then tell how many are within it.",
        ["min_n"] = "Grouped by agent: from how much a number must at least be computed for a rank; 10 if none.",
        ["bins"] = "auto (readable edges; classes for scores), log (1, 2, 5, 10, …) or ascending edges in seconds.",
        ["group_by"] = "Any dimensions, comma-separated or repeated.",
        ["limit"] = "How many groups to show apart; the others are __other__.",
        ["order_by"] = "n, value, change (when compared), a KPI or a dimension; with a minus the other way round. -n if none; -change for shares of all.",
    };

    public static void AddQueryDocument(this IServiceCollection services) => services.AddOpenApi("v1", options => options
        .AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "KpiPlatform", Version = typeof(QueryDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion };
            return Task.CompletedTask;
        })
        .AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Grammar>().FirstOrDefault() is not { } grammar) return Task.CompletedTask;
            operation.Parameters = [.. (operation.Parameters ?? []).Concat(grammar.Parameters.Select(p => Parameter(p, grammar)))];
            return Task.CompletedTask;
        }));

    /// <summary>Names an endpoint and what it answers.</summary>
    public static void Answers<T>(this RouteHandlerBuilder endpoint, string name, string summary, Grammar? grammar)
    {
        endpoint.WithName(name).WithSummary(summary).Produces<T>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(429).ProducesProblem(503);
        if (grammar is not null) endpoint.WithMetadata(grammar).Produces(StatusCodes.Status304NotModified);
    }

    private static OpenApiParameter Parameter(string name, Grammar grammar) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Required = (name == "kpi" && grammar.NeedsKpi) || (name == "group_by" && grammar.GroupedBy > 0),
        Description = Meanings.GetValueOrDefault(name, "Only these values, comma-separated; null is \"none\". With != all but these."),
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
