using KpiPlatform.Kpis.Definitions;
using KpiPlatform.Kpis.Profiles;
using KpiPlatform.Kpis.Readings;

namespace KpiPlatform.Kpis;

/// <summary>All KPIs there are, and the measures they are read from.</summary>
public sealed class Catalogue
{
    /// <summary>Raised when the fold or a measure computes something else than before: stored projections are then made anew from the log.</summary>
    public const int Version = 3;

    private readonly Dictionary<string, Kpi> byId;
    private readonly Dictionary<int, Measure> byCode;

    /// <exception cref="InvalidOperationException">Two KPIs have one id, or two measures have one code.</exception>
    public Catalogue(params IReadOnlyList<Kpi> kpis)
    {
        Kpis = kpis;
        var variants = kpis.SelectMany(k => k.Variants).ToList();
        Measures = [.. variants.SelectMany(k => k.Measures).Distinct()];
        var others = variants.SelectMany(k => k.Reading.Measures).Where(m => m.Terms.Count > 0).Distinct().ToLookup(m => m.Terms[0].Measure);
        Told = [.. Measures.Where(m => !m.IsDifference).Select(m => (m, others[m].ToArray()))];
        StockMeasures = variants.Where(k => k.Reading.IsStock).SelectMany(k => k.Measures).Select(m => m.Code).ToHashSet();
        AgedMeasures = variants.Select(k => k.Reading).OfType<Stock>().Where(s => s.HasAges).Select(s => s.Flow.Code).ToHashSet();
        BaseMeasures = variants.Select(k => k.Reading).OfType<LastingReading>().Select(r => r.Flow).OfType<Measure>().Select(m => m.Code).ToHashSet();
        EverMeasures = StockMeasures.Union(BaseMeasures).ToHashSet();
        byId = Unique(kpis, k => k.Id, k => $"KPI {k.Id}", StringComparer.Ordinal);
        byCode = Unique(Measures, m => m.Code, m => $"measure {m.Id} (or one whose id has the same hash)", EqualityComparer<int>.Default);
    }

    /// <summary>The platform's own catalogue. A new KPI is one definition file and one line here.</summary>
    public static Catalogue Default { get; } = new(OtherSystems.CountToo(
        TicketCounts.Opened,
        TicketCounts.Resolved,
        TicketCounts.Resolutions,
        TicketCounts.Reopened,
        Backlog.Open,
        Backlog.Unanswered,
        CategoryShare.Kpi,
        ResolutionRate.Kpi,
        ConfirmedResolutionRate.Kpi,
        RepliesPerResolution.Kpi,
        FirstContactResolution.Net,
        FirstContactResolution.Gross,
        FirstContactResolution.ZeroReply,
        FirstResponseTime.Kpi,
        FirstResponseAfterHandoff.Kpi,
        AutoReplyTime.Kpi,
        ResponseTime.Kpi,
        ResolutionTime.Last,
        ResolutionTime.First,
        ResolutionTime.Net,
        ResolutionTimeMultiReply.Kpi,
        HandleTime.Kpi,
        BotOutcomes.Resolution,
        BotOutcomes.Handoff,
        Sla.ResponseWithinTarget,
        Sla.ResolutionWithinTarget,
        Sla.Attainment,
        SlaClocksNow.Undecided,
        SlaClocksNow.AtRisk,
        SlaClocksNow.Overdue,
        SlaCoverage.Kpi,
        Csat.Score,
        Csat.Positive,
        SurveyResponseRate.Kpi,
        Nps.OfCustomers,
        Nps.OfColleagues,
        Ces.Score,
        Ces.LowEffort,
        Customers.Base,
        Customers.Joined,
        Customers.Left,
        Customers.Cancellations,
        Customers.Returns,
        Customers.Churn,
        Customers.Loss,
        Customers.Retention,
        SupportCost.PerTicket,
        SupportCost.Ratio));

    public IReadOnlyList<Kpi> Kpis { get; }

    /// <summary>Every measure once, in the order of the definitions.</summary>
    public IReadOnlyList<Measure> Measures { get; }

    /// <summary>What to ask a ticket for: each measure with the same as other systems count it, of which what differs is stored.</summary>
    internal IReadOnlyList<(Measure Measure, Measure[] InOtherSystems)> Told { get; }

    /// <summary>The codes of the measures that a stock is read from.</summary>
    public IReadOnlySet<int> StockMeasures { get; }

    /// <summary>The codes of the measures that are kept for all time.</summary>
    public IReadOnlySet<int> EverMeasures { get; }

    /// <summary>The codes of the measures of stocks that tell how old what there is is.</summary>
    public IReadOnlySet<int> AgedMeasures { get; }

    /// <summary>The codes of the measures of what came and went since a count: the base of customers is read from both.</summary>
    public IReadOnlySet<int> BaseMeasures { get; }

    /// <summary>The KPI of an id; null when there is none.</summary>
    public Kpi? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>The measure of a code, which must be one of this catalogue's.</summary>
    public Measure Measure(int code) => byCode[code];

    private static Dictionary<TKey, T> Unique<TKey, T>(IEnumerable<T> all, Func<T, TKey> key, Func<T, string> name, IEqualityComparer<TKey> comparer)
        where TKey : notnull
    {
        var unique = new Dictionary<TKey, T>(comparer);
        foreach (var one in all)
        {
            if (!unique.TryAdd(key(one), one)) throw new InvalidOperationException($"The catalogue has {name(one)} twice.");
        }

        return unique;
    }
}
