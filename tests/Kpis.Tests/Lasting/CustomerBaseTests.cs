using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Lasting;

public sealed class CustomerBaseTests
{
    private static readonly (DateTimeOffset At, long By)[] Changes = [(Story.At("2 10:00"), 1), (Story.At("4 10:00"), 1), (Story.At("6 10:00"), -1), (Story.At("8 10:00"), 1)];

    [Fact]
    public void Without_a_count_it_is_all_who_joined_less_all_who_left() => Assert.Equal([0, 2, 1, 2], Base([], "1 00:00", "5 00:00", "7 00:00", "9 00:00"));

    [Fact]
    public void A_count_is_the_base_at_its_instant_and_only_what_came_since_is_added() =>
        Assert.Equal([1, 500, 499, 500], Base([(Story.At("5 00:00"), 500)], "4 00:00", "5 00:00", "7 00:00", "9 00:00"));

    [Fact]
    public void The_last_count_holds() => Assert.Equal([499, 90, 91], Base([(Story.At("5 00:00"), 500), (Story.At("7 00:00"), 90)], "6 12:00", "7 00:00", "9 00:00"));

    [Fact]
    public void A_customer_who_joins_twice_or_leaves_twice_counts_once()
    {
        var customer = new Story("c1").Tell(EventTypes.CustomerJoined, "1 10:00", Customer).Tell(EventTypes.CustomerJoined, "2 10:00", Customer)
            .Tell(EventTypes.CustomerLeft, "3 10:00", Customer with { Reason = "cancelled" }).Tell(EventTypes.CustomerLeft, "4 10:00", Customer with { Reason = "other" });
        var numbers = Numbers.Of(customer);
        Assert.Equal((1, 1, 1), (numbers.N("customers_joined"), numbers.N("customers_left"), numbers.N("customer_cancellations")));
    }

    [Fact]
    public void Rates_are_of_the_base_at_the_start()
    {
        var numbers = Numbers.Of(
            new Story("c1").Tell(EventTypes.CustomerJoined, "2 10:00", Customer),
            new Story("c2").Tell(EventTypes.CustomerLeft, "3 10:00", Customer),
            new Story("c3").Tell(EventTypes.CustomerLeft, "4 10:00", Customer));
        var lasted = new Lasted(new Dictionary<(int, string), Money>(), BaseAtStart: 100, BaseAtEnd: 99);
        Assert.Equal(0.01, numbers.Value("customer_churn_rate", lasted));
        Assert.Equal(0.02, numbers.Value("customer_loss_rate", lasted));
        Assert.Equal(0.98, numbers.Value("customer_retention_rate", lasted));
        Assert.Equal(99, numbers.Value("customers", lasted));
    }

    [Fact]
    public void Without_customers_at_the_start_there_is_no_rate() =>
        Assert.Null(Numbers.Of(new Story("c1").Tell(EventTypes.CustomerJoined, "2 10:00", Customer)).Value("customer_churn_rate", new Lasted(new Dictionary<(int, string), Money>(), 0, 1)));

    private static EventData Customer => new() { Customer = "c" };

    private static long[] Base((DateTimeOffset At, long Count)[] counts, params string[] at) =>
        CustomerBase.At([.. at.Select(Story.At)], counts, (from, to) => Changes.Where(c => c.At >= from && c.At < to).Sum(c => c.By));
}
