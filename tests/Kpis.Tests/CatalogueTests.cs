namespace KpiPlatform.Kpis.Tests;

public sealed class CatalogueTests
{
    /// <summary>Of the spec's table, what is still to come.</summary>
    private static readonly string[] Pending = [];

    [Fact]
    public void Every_definition_is_complete()
    {
        Assert.All(Catalogue.Default.Kpis, kpi =>
        {
            Assert.Matches("^[a-z]+(_[a-z]+)*$", kpi.Id);
            Assert.All((string[])[kpi.Names.En, kpi.Names.De, kpi.Names.Fi, kpi.Names.Sv, kpi.BookedOn], Assert.NotEmpty);
            Assert.EndsWith(".", kpi.Formula, StringComparison.Ordinal);
            Assert.NotEmpty(kpi.Reading.Measures);
            Assert.Same(kpi, Catalogue.Default.Find(kpi.Id));
        });
    }

    [Fact]
    public void No_two_definitions_have_one_name_in_any_language()
    {
        foreach (var language in (Func<Names, string>[])[n => n.En, n => n.De, n => n.Fi, n => n.Sv])
            Assert.Empty(Catalogue.Default.Kpis.GroupBy(k => language(k.Names), StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Fact]
    public void Every_variant_counts_under_the_same_id_and_says_whose_way_it_is()
    {
        Assert.All(Catalogue.Default.Kpis, kpi =>
        {
            Assert.All(kpi.Variants, variant => Assert.Equal(kpi.Id, variant.Id));
            Assert.All(kpi.Profiles, profile => Assert.Equal(profile.Key, profile.Value.Profile.Id));
        });
    }

    [Fact]
    public void Every_kpi_that_was_asked_for_is_there()
    {
        string[] asked =
        [
            "tickets_opened", "tickets_resolved", "resolutions", "tickets_reopened", "backlog", "unanswered", "resolution_rate", "confirmed_resolution_rate", "replies_per_resolution",
            "first_contact_resolution", "first_contact_resolution_gross", "zero_reply_resolutions", "first_response_time", "first_response_after_handoff", "auto_reply_time", "response_time",
            "resolution_time", "resolution_time_first", "resolution_time_net", "resolution_time_multi_reply", "response_within_target", "resolution_within_target", "sla_attainment",
            "sla_covered_services", "csat_score", "csat_positive", "survey_response_rate", "nps", "enps", "ces", "ces_low_effort", "handle_time", "customer_churn_rate", "customer_loss_rate",
            "customer_retention_rate", "cost_per_ticket", "support_cost_ratio", "category_share", "bot_resolution_rate", "handoff_rate",
        ];

        Assert.Equal(Pending.Order(), asked.Where(id => Catalogue.Default.Find(id) is null).Order());
    }

    [Fact]
    public void Two_definitions_with_one_id_are_refused()
    {
        var kpi = Catalogue.Default.Kpis[0];
        var e = Assert.Throws<InvalidOperationException>(() => new Catalogue(kpi, kpi));
        Assert.Contains(kpi.Id, e.Message, StringComparison.Ordinal);
    }
}
