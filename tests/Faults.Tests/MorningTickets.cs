using System.Diagnostics;
using System.Globalization;
using System.Text;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Definitions;
using Npgsql;

namespace KpiPlatform.Faults.Tests;

/// <summary>
/// Tickets at all times of the day in UTC, each answered after 30 minutes: how much of that is business time under a calendar of so many hours
/// from midnight on is a matter of a subtraction, without any of the program's calendars.
/// </summary>
internal sealed class MorningTickets(Workspace workspace)
{
    public const int EventsEach = 4;
    private const int TicketsAtOnce = 250;
    private const int WaitMinutes = 30;
    private static readonly DateTimeOffset First = new(2025, 9, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Tickets of which all events were taken.</summary>
    public int Sent { get; private set; }

    public static string Calendar(string from, string to)
    {
        var days = string.Join(',', ((string[])["mon", "tue", "wed", "thu", "fri", "sat", "sun"]).Select(day => $"\"{day}\":[[\"{from}\",\"{to}\"]]"));
        return $$"""{"timezone":"UTC","weekly":{{{days}}},"default":true}""";
    }

    /// <summary>What all first responses sum up to when so many hours of each day are open.</summary>
    public long BusinessMilliseconds(int hours) => Enumerable.Range(0, Sent).Sum(ticket =>
    {
        var (from, end) = (MinuteOfDay(ticket), hours * 60);
        var (sameDay, nextDay) = (Math.Min(from + WaitMinutes, end) - Math.Min(from, end), Math.Max(0, from + WaitMinutes - (24 * 60)));
        return (long)(hours == 24 ? WaitMinutes : sameDay + nextDay) * 60_000;
    });

    /// <summary>The same as the projections have it.</summary>
    public static Task<long> BusinessMillisecondsAsync(NpgsqlDataSource database)
    {
        var measure = FirstResponseTime.Kpi.InBusinessTime!.Measures.First(m => m.Binning == Binning.Duration);
        return Reckoning.AskAsync(database, string.Create(CultureInfo.InvariantCulture, $"""
            select coalesce(sum(m.amount), 0)::bigint from facts f join partitions p on p.shard = f.shard cross join lateral unnest(f.measures, f.amounts) m (measure, amount)
            where m.measure = {measure.Code}
            """));
    }

    public async Task SendAsync(int tickets)
    {
        for (var end = Sent + tickets; Sent < end;) await SendNextAsync(Math.Min(TicketsAtOnce, end - Sent));
    }

    /// <summary>So many events a second, ten times a second some, until it is enough.</summary>
    public async Task SendSteadilyAsync(int rate, CancellationToken enough)
    {
        var (since, start) = (Stopwatch.StartNew(), Sent);
        while (!enough.IsCancellationRequested)
        {
            var due = start + (int)(since.Elapsed.TotalSeconds * rate / EventsEach) - Sent;
            if (due > 0) await SendNextAsync(Math.Min(due, TicketsAtOnce));
            await Task.Delay(100, CancellationToken.None);
        }
    }

    private async Task SendNextAsync(int tickets)
    {
        var lines = new StringBuilder();
        for (var ticket = Sent; ticket < Sent + tickets; ticket++)
        {
            Append(lines, ticket, "ticket.opened", 0, """{"channel":"email"}""");
            Append(lines, ticket, "ticket.replied", WaitMinutes, string.Create(CultureInfo.InvariantCulture, $$"""{"author":"agent","agent":"a{{ticket % 20}}"}"""));
            Append(lines, ticket, "ticket.resolved", 60, "{}");
            Append(lines, ticket, "survey.answered", 90, string.Create(CultureInfo.InvariantCulture, $$"""{"kind":"csat","score":{{1 + (ticket % 5)}},"scale":"1-5"}"""));
        }

        await workspace.TakenAsync(lines.ToString(), "application/x-ndjson");
        Sent += tickets;
    }

    private static void Append(StringBuilder lines, int ticket, string type, int minutes, string data)
    {
        var at = First.AddDays(ticket / 1440 % 28).AddMinutes(MinuteOfDay(ticket) + minutes);
        lines.Append(CultureInfo.InvariantCulture, $$"""{"specversion":"1.0","id":"{{ticket}}/{{type}}","source":"/recalculation","type":"helpdesk.{{type}}","subject":"t{{ticket}}","time":"{{at:O}}","data":{{data}}}""");
        lines.Append('\n');
    }

    private static int MinuteOfDay(int ticket) => ticket * 7 % 1440;
}
