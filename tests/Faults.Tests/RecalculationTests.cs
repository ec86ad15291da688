using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace KpiPlatform.Faults.Tests;

/// <summary>A calendar changes while events arrive: queries answer all along, and the numbers at the end are those of the new calendar.</summary>
public sealed class RecalculationTests
{
    /// <summary>Counted before the calendar changes: about 5,000 in the suite; KPI_RECALCULATION_EVENTS for more.</summary>
    private static int Preloaded => Setting("KPI_RECALCULATION_EVENTS", 5000) / MorningTickets.EventsEach;

    /// <summary>Events a second that arrive meanwhile.</summary>
    private static int Rate => Setting("KPI_RECALCULATION_RATE", 200);

    private static TimeSpan Patience => TimeSpan.FromSeconds(60 + (Preloaded / 500));

    [Fact]
    public async Task Every_query_is_answered_and_adds_up_while_a_changed_calendar_is_computed_anew()
    {
        await using var stack = await KpiStack.StartAsync();
        using var workspace = await Workspace.NewAsync(stack, "recalculation");
        await using var database = NpgsqlDataSource.Create(stack.Postgres);
        await workspace.PutAsync("/v1/calendars/office", MorningTickets.Calendar("00:00", "24:00"));
        var tickets = new MorningTickets(workspace);
        await tickets.SendAsync(Preloaded);
        await CountedAsync(database, tickets);
        Assert.Equal(tickets.BusinessMilliseconds(24), await MorningTickets.BusinessMillisecondsAsync(database));

        using var enough = new CancellationTokenSource();
        var readers = new SteadyReader(workspace);
        var (reading, arriving) = (readers.ReadAsync(enough.Token), tickets.SendSteadilyAsync(Rate, enough.Token));
        await Task.Delay(TimeSpan.FromSeconds(2));
        var since = Stopwatch.StartNew();
        await workspace.PutAsync("/v1/calendars/office", MorningTickets.Calendar("00:00", "12:00"));
        await Eventually.HoldsAsync(async () => Assert.Equal(0, await UnderOlderRulesAsync(database)), Patience);
        var took = since.Elapsed;
        await Task.Delay(TimeSpan.FromSeconds(2));
        await enough.CancelAsync();
        await Task.WhenAll(reading, arriving);

        await CountedAsync(database, tickets);
        Report($"{Preloaded * MorningTickets.EventsEach} events were there, {Rate}/s arrived; computed anew in {took.TotalSeconds:0.0} s; {readers}");
        Assert.True(readers.Answers > 10, $"only {readers.Answers} queries were asked");
        Assert.Equal(tickets.BusinessMilliseconds(12), await MorningTickets.BusinessMillisecondsAsync(database));
        await stack.AggregatorAsync("verify");
        await stack.AggregatorAsync("rebuild");
        Assert.Equal(tickets.BusinessMilliseconds(12), await MorningTickets.BusinessMillisecondsAsync(database));
        await stack.AggregatorAsync("verify");
    }

    private static Task CountedAsync(NpgsqlDataSource database, MorningTickets tickets) => Eventually.HoldsAsync(
        async () => Assert.Equal(tickets.Sent * MorningTickets.EventsEach, await Reckoning.AskAsync(database, "select sum(last_seq)::bigint from partitions")), Patience);

    private static Task<long> UnderOlderRulesAsync(NpgsqlDataSource database) => Reckoning.AskAsync(
        database, "select count(*) from timelines t join partitions p on p.shard = t.shard where t.rules_version < (select max(version) from rules)");

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private static void Report(FormattableString what) => TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(what));
}
