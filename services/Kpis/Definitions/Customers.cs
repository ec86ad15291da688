using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>The customer base: who joined, who left, what came back, and what that says about loyalty. By source only: customers have no channel or agent.</summary>
public static class Customers
{
    private static readonly Measure Joins = new("customers_joined", Binning.None, static ticket => ticket.Others.Count == 0 ? [] : Changes(ticket).Where(c => c.Value > 0));
    private static readonly Measure Leaves = new("customers_left", Binning.None, static ticket => ticket.Others.Count == 0 ? [] : Changes(ticket).Where(c => c.Value < 0).Select(c => c with { Value = 1 }));
    private static readonly Measure Cancels = new("customer_cancellations", Binning.None, static ticket => Of(ticket, EventKind.CustomerLeft, static e => e.Data.Reason == "cancelled"));
    private static readonly Measure Returned = new("product_returns", Binning.None, static ticket => Of(ticket, EventKind.ProductReturned, static _ => true));
    private static readonly Measure Flow = new("customers.flow", Binning.None, static ticket => ticket.Others.Count == 0 ? [] : Changes(ticket));

    private static readonly Measure Counts = new("customers.counted", Binning.None, static ticket => Counted(ticket));

    public static Kpi Base { get; } = Of("customers", new("Customers", "Kunden", "Asiakkaat", "Kunder"),
        "Customers at the end of the window: the last count at or before it, plus those who joined and less those who left since.",
        Unit.Customers, Better.Higher, new BaseAtEnd(Counts, Flow), "end of the window");

    public static Kpi Joined { get; } = Of("customers_joined", new("Customers joined", "Neue Kunden", "Uudet asiakkaat", "Nya kunder"),
        "Customers who joined. One who has joined already and has not left since counts once.", Unit.Customers, Better.Higher, new Count(Joins), "joining");

    public static Kpi Left { get; } = Of("customers_left", new("Customers lost", "Verlorene Kunden", "Menetetyt asiakkaat", "Förlorade kunder"),
        "Customers who left, for whatever reason. One who has left already and has not joined since counts once.", Unit.Customers, Better.Lower, new Count(Leaves), "leaving");

    public static Kpi Cancellations { get; } = Of("customer_cancellations", new("Cancellations", "Kündigungen", "Irtisanomiset", "Uppsägningar"),
        "Customers who left because they cancelled.", Unit.Customers, Better.Lower, new Count(Cancels), "leaving");

    public static Kpi Returns { get; } = Of("product_returns", new("Product returns", "Retouren", "Tuotepalautukset", "Produktreturer"),
        "Products that customers returned.", Unit.Returns, Better.Lower, new Count(Returned), "return", Dimension.Source, Dimension.Category);

    public static Kpi Churn { get; } = Of("customer_churn_rate", new("Customer churn rate", "Kundenabwanderungsrate", "Asiakaspoistuma", "Kundbortfall"),
        "(Customers at the start of the window − customers at its end) ÷ customers at its start. Negative when the base grew.",
        Unit.Ratio, Better.Lower, new BaseShare(Counts, Flow, Leaves, static (start, end, _) => start - end), "end of the window");

    public static Kpi Loss { get; } = Of("customer_loss_rate", new("Customer loss rate", "Kundenverlustrate", "Asiakasmenetysaste", "Kundförlustgrad"),
        "Customers who left in the window ÷ customers at its start.",
        Unit.Ratio, Better.Lower, new BaseShare(Counts, Flow, Leaves, static (_, _, left) => left), "leaving");

    public static Kpi Retention { get; } = Of("customer_retention_rate", new("Customer retention rate", "Kundenbindungsrate", "Asiakaspysyvyys", "Kundlojalitet"),
        "(Customers at the end of the window − those who joined in it) ÷ customers at its start.",
        Unit.Ratio, Better.Higher, new BaseShare(Counts, Flow, Joins, static (_, end, joined) => end - joined), "end of the window");

    /// <summary>+1 for each time the customer came, −1 for each time they went: what repeats what is so already counts nothing.</summary>
    private static IEnumerable<Contribution> Changes(Ticket ticket)
    {
        bool? there = null;
        foreach (var e in ticket.Others)
        {
            if (e.Kind is not (EventKind.CustomerJoined or EventKind.CustomerLeft) || there == (e.Kind == EventKind.CustomerJoined)) continue;
            there = e.Kind == EventKind.CustomerJoined;
            yield return new(e.Time, there.Value ? 1 : -1, null);
        }
    }

    private static IEnumerable<Contribution> Counted(Ticket ticket) => ticket.Others.Count == 0 ? [] : ticket.Others
        .Where(e => e is { Kind: EventKind.CustomersCounted, Data.Count: not null })
        .Select(e => new Contribution(e.Time, e.Data.Count!.Value, null) { Lasting = new(Lasting.Forever) });

    private static IEnumerable<Contribution> Of(Ticket ticket, EventKind kind, Func<TimelineEvent, bool> which) => ticket.Others.Count == 0 ? [] : ticket.Others
        .Where(e => e.Kind == kind && which(e)).Select(e => new Contribution(e.Time, 1, null) { Category = e.Data.Category });

    private static Kpi Of(string id, Names names, string formula, Unit unit, Better better, Reading reading, string bookedOn, params Dimension[] dimensions) => new()
    {
        Id = id,
        Names = names,
        Formula = formula,
        BookedOn = bookedOn,
        Unit = unit,
        Better = better,
        Reading = reading,
        HasCohort = false,
        Dimensions = dimensions.Length == 0 ? [Dimension.Source] : dimensions,
    };
}
