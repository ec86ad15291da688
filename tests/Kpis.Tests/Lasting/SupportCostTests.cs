using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Lasting;

public sealed class SupportCostTests
{
    [Fact]
    public void An_amount_is_spread_evenly_over_its_period()
    {
        var stories = Tickets(4).Append(Amount("support_cost", 100, "EUR")).ToArray();
        Assert.Equal(25, Per(stories, "1 00:00", "31 00:00").Value);
        Assert.Equal(12.5, Per(stories, "1 00:00", "16 00:00").Value);
        Assert.Equal("EUR", Per(stories, "1 00:00", "16 00:00").Currency);
    }

    [Fact]
    public void Amounts_of_one_currency_add_up() =>
        Assert.Equal(30, Per([.. Tickets(4), Amount("support_cost", 100, "EUR"), Amount("support_cost", 20, "EUR", "other")], "1 00:00", "31 00:00").Value);

    [Fact]
    public void Currencies_are_never_mixed()
    {
        var cost = Per([.. Tickets(4), Amount("support_cost", 100, "EUR"), Amount("support_cost", 20, "USD")], "1 00:00", "31 00:00");
        Assert.Null(cost.Value);
        Assert.Equal(new Dictionary<string, double?> { ["EUR"] = 25, ["USD"] = 5 }, cost.ByCurrency);
    }

    [Fact]
    public void Without_amounts_or_tickets_there_is_no_cost_per_ticket()
    {
        Assert.Null(Per(Tickets(4), "1 00:00", "31 00:00").Value);
        Assert.Null(Per([Amount("support_cost", 100, "EUR")], "1 00:00", "31 00:00").Value);
    }

    [Fact]
    public void The_ratio_is_of_cost_and_revenue_of_the_same_currency()
    {
        Assert.Equal(0.05, Per([Amount("support_cost", 100, "EUR"), Amount("revenue", 2000, "EUR")], "1 00:00", "31 00:00", "support_cost_ratio").Value);
        Assert.Null(Per([Amount("support_cost", 100, "EUR"), Amount("revenue", 2000, "USD")], "1 00:00", "31 00:00", "support_cost_ratio").Value);
    }

    private static Story[] Tickets(int count) => [.. Enumerable.Range(0, count).Select(i => new Story($"t{i}").Opened("10:00"))];

    private static Story Amount(string kind, decimal amount, string currency, string subject = "2026-09") => new Story(subject + kind + currency).Tell(
        EventTypes.AmountRecorded, "30 10:00", new() { Kind = kind, Amount = amount, Currency = currency, From = Story.At("1 00:00"), To = Story.At("30 00:00").AddDays(1) });

    private static Kpis.Readings.Number Per(Story[] stories, string from, string to, string kpi = "cost_per_ticket")
    {
        var facts = stories.SelectMany(story => Numbers.FactsOf(story)).Where(f => f.Lasting is not null)
            .SelectMany(f => f.Bookings.Select(b => new LastingFact(b.Measure, f.At, f.Lasting!, f.Dimensions.Source, b.Value)));
        var end = to == "31 00:00" ? Story.At("30 00:00").AddDays(1) : Story.At(to);
        return Numbers.Of(stories)[kpi, new Lasted(Lasted.Spread(facts, Story.At(from), end))];
    }
}
