using KpiPlatform.Kpis.Readings;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>What customers write about, and what they write about more and more.</summary>
public static class CategoryShare
{
    public static Kpi Kpi { get; } = new()
    {
        Id = "category_share",
        Names = new("Category share", "Anteil der Kategorie", "Kategorian osuus", "Kategorins andel"),
        Formula = "Tickets opened in the group ÷ tickets opened in all groups of the answer. A breakdown is compared with the previous window and has the fastest growing first:"
            + " by how many more tickets there are than before, a group that is new having grown from 0.",
        BookedOn = "opening",
        Unit = Unit.Ratio,
        Better = Better.Neither,
        Reading = new ShareOfAll(TicketCounts.OpenedTickets),
    };
}
