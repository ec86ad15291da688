using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Time;
using NodaTime;

namespace KpiPlatform.Query.Asking;

/// <summary>From a query string to a question, or to everything that is wrong with it: the one parser of all endpoints.</summary>
internal sealed class QuestionParser(Catalogue catalogue)
{
    /// <summary>The filter value that means "none", as answers show it.</summary>
    public const string None = "null";

    private const int MostValues = 200;
    private const int DefaultMinN = 10;
    private const int MostMinN = 1_000_000;
    private static readonly string[] Statistics = ["mean", "sum", "count", "min", "max", "p50", "p90", "p95", "p99", "p1…p99"];

    /// <returns>The question, or the errors.</returns>
    public (Question? Question, IReadOnlyList<QueryError> Errors) Parse(IQueryCollection query, Grammar grammar, string workspace, Instant now)
    {
        var parameters = new Parameters(query, grammar);
        var businessHours = parameters.Choice<bool>("business_hours", "not_a_boolean", s => s == "true" ? true : s == "false" ? false : null, ["true", "false"]) ?? false;
        var profile = ProfileOf(parameters);
        var warnings = new List<Warning>();
        var groupBy = GroupBy(parameters, grammar);
        var filters = Filters(parameters);
        var cohort = parameters.Choice<Cohort>("cohort", "unknown_cohort", s => s == "event" ? Cohort.Event : s == "opened" ? Cohort.Opened : null, ["event", "opened"]) ?? default;
        var kpis = Applicable.To(parameters, [.. Named(parameters, grammar).Select(k => k.As(profile.Id, businessHours))], groupBy, filters, cohort, warnings);
        if (grammar.Distributes) StatisticsParser.Distributed(parameters, kpis, catalogue);
        var limit = grammar.MostGroups == 0 ? 0 : parameters.Limit(grammar.DefaultLimit, grammar.MostGroups);
        var statistic = parameters.Choice<Statistic>("stat", "unknown_stat", s => Statistic.TryParse(s, out var parsed) ? parsed : null, Statistics) ?? Statistic.Median;
        var window = TimeParser.Window(parameters, TimeParser.Zone(parameters), now);
        var windowName = window is null || parameters.Has("from") ? null : parameters.One("window") ?? TimeParser.DefaultWindow;
        var interval = window is not null && grammar.Own.Contains("interval") ? TimeParser.Interval(parameters, window) : null;
        var numbers = Math.Max(1, kpis.Count) * (groupBy.Count == 0 ? 1 : limit + 1) * (parameters.Has("compare") ? 2 : 1);
        var buckets = window is null ? null : interval is null ? Buckets.One(window) : TimeParser.Cut(parameters, window, interval.Value, numbers);
        // Shares of all are there for what grows: a breakdown of them is compared and ordered by that unless it says otherwise.
        var growing = grammar.Orders && parameters.Has("kpi") ? kpis.FirstOrDefault(k => k.Reading is ShareOfAll) : null;
        var compare = window is null ? null : CompareParser.Compare(parameters, window, windowName, now, interval, numbers, growing is null ? null : CompareParser.PreviousPeriod);
        warnings.AddRange(CompareParser.Warnings(parameters, compare, interval is not null));
        var shareWithin = StatisticsParser.ShareWithin(parameters, kpis);
        var minN = parameters.AtMost("min_n", DefaultMinN, MostMinN);
        var bins = grammar.Distributes ? StatisticsParser.Bins(parameters, kpis) : null;
        var order = kpis.Count == 0 ? null : OrderBy(parameters, kpis, groupBy, growing);
        if (kpis.Count == 0 && parameters.Errors.Count == 0) parameters.Wrong("kpi", "not_applicable", "No KPI can be asked this way.");
        if (parameters.Errors.Count > 0) return (null, parameters.Errors);
        return (new Question(workspace, kpis, buckets!, statistic, cohort, filters, groupBy)
        {
            WindowName = windowName,
            Now = now,
            Interval = interval,
            Limit = limit,
            BusinessHours = businessHours,
            Profile = profile,
            Order = order!,
            Compare = compare,
            ShareWithin = shareWithin,
            MinN = minN,
            Bins = bins,
            Warnings = warnings,
        }, []);
    }

    private static Profile ProfileOf(Parameters parameters)
    {
        if (parameters.One("profile") is not { } id) return Profile.Default;
        if (Profile.All.FirstOrDefault(p => p.Id == id) is { } profile) return profile;
        List<string> ids = [.. Profile.All.Select(p => p.Id)];
        parameters.Wrong("profile", "unknown_profile", $"'{id}' is not a profile.", ids, Closest.To(id, ids));
        return Profile.Default;
    }

    private List<Kpi> Named(Parameters parameters, Grammar grammar)
    {
        var ids = catalogue.Kpis.Select(k => k.Id).ToList();
        var asked = parameters.List("kpi");
        if (!parameters.Has("kpi") && grammar.NeedsKpi) parameters.Wrong("kpi", "missing", "kpi is missing: name one or more.", ids);
        foreach (var id in asked.Where(id => catalogue.Find(id) is null))
            parameters.Wrong("kpi", "unknown_kpi", $"'{id}' is not a KPI; /v1/kpis lists them.", ids, Closest.To(id, ids));
        return asked.Count == 0 && !grammar.NeedsKpi ? [.. catalogue.Kpis] : [.. asked.Select(catalogue.Find).OfType<Kpi>()];
    }

    private static List<Dimension> GroupBy(Parameters parameters, Grammar grammar)
    {
        var names = parameters.List("group_by");
        if (names.Count < grammar.GroupedBy && !parameters.Has("group_by")) parameters.Wrong("group_by", "missing", "group_by is missing: name one or more dimensions.", [.. Grammar.Dimensions.Keys]);
        foreach (var name in names.Where(n => !Grammar.Dimensions.ContainsKey(n)))
            parameters.Wrong("group_by", "unknown_dimension", $"'{name}' is not a dimension.", [.. Grammar.Dimensions.Keys], Closest.To(name, Grammar.Dimensions.Keys));
        return [.. names.Where(Grammar.Dimensions.ContainsKey).Select(n => Grammar.Dimensions[n])];
    }

    private static List<Filter> Filters(Parameters parameters)
    {
        var filters = new List<Filter>();
        foreach (var (name, dimension) in Grammar.Dimensions)
        {
            foreach (var (parameter, except) in ((string, bool)[])[(name, false), (name + "!", true)])
            {
                if (!parameters.Has(parameter)) continue;
                var values = parameters.List(parameter);
                if (values.Count > MostValues) parameters.Wrong(parameter, "too_many", $"{parameter} has more than {MostValues} values.");
                filters.Add(new(dimension, [.. values.Select(v => v == None ? "" : v)], except));
            }
        }

        return filters;
    }

    /// <param name="growing">The KPI whose growth rows are ordered by when nothing is asked for; null when it is n.</param>
    private static Order OrderBy(Parameters parameters, IReadOnlyList<Kpi> kpis, IReadOnlyList<Dimension> groupBy, Kpi? growing)
    {
        if (parameters.One("order_by") is not { } text) return growing is null ? new("n", Descending: true, kpis[0]) : new("change", Descending: true, growing);
        var by = text.TrimStart('-');
        var compared = growing is not null || parameters.Has("compare");
        if (by == "change" && !compared) parameters.Wrong("order_by", "not_applicable", "order_by=change needs compare.");
        string[] allowed = ["n", "value", "change", .. kpis.Select(k => k.Id), .. groupBy.Select(Dimensions.NameOf)];
        if (!allowed.Contains(by))
            parameters.Wrong("order_by", "unknown_order", $"'{by}' is nothing that this query can be ordered by; a minus before it turns the order round.", compared ? allowed : [.. allowed.Where(a => a != "change")], Closest.To(by, allowed));
        return new(by, text.StartsWith('-'), kpis.FirstOrDefault(k => k.Id == by) ?? (by == "change" && growing is not null ? growing : kpis[0]));
    }
}
