using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>How many resolutions are not only the help desk's opinion.</summary>
public static class ConfirmedResolutionRate
{
    private static readonly Measure Confirmed = new("confirmed_resolution_rate", Binning.None, static ticket =>
        ticket.Resolutions.Count == 0 ? [] : ticket.Resolutions.Select(r => new Contribution(r.At, IsConfirmed(r) ? 1 : 0, r.Agent)));

    public static Kpi Kpi { get; } = new()
    {
        Id = "confirmed_resolution_rate",
        Names = new("Confirmed resolutions", "Vom Kunden bestätigte Lösungen", "Asiakkaan vahvistamat ratkaisut", "Lösningar bekräftade av kunden"),
        Formula = "Resolutions that the customer confirmed ÷ resolutions. One counts as confirmed when its resolve says so (confirmed_by_customer) or when the customer did it (by is customer). "
            + "Resolving what is resolved counts nothing.",
        BookedOn = "resolve",
        Unit = Unit.Ratio,
        Better = Better.Higher,
        Reading = new Share(Confirmed),
    };

    private static bool IsConfirmed(Resolution resolution) => resolution.ConfirmedByCustomer || resolution.By == Party.Customer;
}
