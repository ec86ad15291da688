using System.Globalization;
using KpiPlatform.Contracts.V1;
using Microsoft.EntityFrameworkCore;

namespace KpiPlatform.Benchmarks.Projection;

/// <summary>
/// The projection as most teams write it first, and fairly: one event after the other (tracked counters allow no other way), each with its own
/// context and commit; asks whether the event was seen, loads the ticket, then all counters it changes with one query, and saves them in one go.
/// It counts less than the platform does: hours and days, everything and four dimensions, no percentiles, nothing taken back on a correction.
/// </summary>
internal sealed class UsualProjection(DbContextOptions<UsualContext> options)
{
    public async Task ProjectAsync(CanonicalEvent e)
    {
        await using var db = new UsualContext(options);
        if (await db.Seen.AnyAsync(seen => seen.Id == e.Id)) return;
        db.Seen.Add(new SeenEvent { Id = e.Id });
        var ticket = await db.Tickets.FindAsync(e.Subject);
        if (ticket is null) db.Tickets.Add(ticket = new UsualTicket { Subject = e.Subject });
        var counts = UsualRules.Apply(ticket, e).SelectMany(c => Keys(ticket, c.Kpi, e.Time).Select(key => (Key: key, c.N, c.Value))).ToList();
        var wanted = counts.Select(c => c.Key).ToList();
        var counters = wanted.Count == 0 ? [] : await db.Counters.Where(c => wanted.Contains(c.Key)).ToDictionaryAsync(c => c.Key);
        foreach (var (key, n, value) in counts)
        {
            if (!counters.TryGetValue(key, out var counter)) db.Counters.Add(counters[key] = counter = new UsualCounter { Key = key });
            counter.N += n;
            counter.Sum += value;
        }

        await db.SaveChangesAsync();
    }

    private static IEnumerable<string> Keys(UsualTicket ticket, string kpi, DateTimeOffset at)
    {
        string[] buckets = [at.UtcDateTime.ToString("yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture), at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)];
        string[] cuts = ["", $"agent={ticket.Agent}", $"team={ticket.Team}", $"category={ticket.Category}", $"channel={ticket.Channel}"];
        return buckets.SelectMany(bucket => cuts.Select(cut => $"{kpi}|{bucket}|{cut}"));
    }
}

/// <summary>What an event changes on its ticket, and what it counts.</summary>
internal static class UsualRules
{
    public static IEnumerable<(string Kpi, long N, decimal Value)> Apply(UsualTicket t, CanonicalEvent e)
    {
        (t.Agent, t.Team, t.Category) = e.Type is EventTypes.TicketOpened or EventTypes.TicketAssigned or EventTypes.TicketClassified
            ? (e.Data.Agent ?? t.Agent, e.Data.Team ?? t.Team, e.Data.Category ?? t.Category) : (t.Agent, t.Team, t.Category);
        return e.Type switch
        {
            EventTypes.TicketOpened => Opened(t, e),
            EventTypes.TicketReplied => Replied(t, e),
            EventTypes.TicketResolved => Resolved(t, e),
            EventTypes.TicketReopened => Reopened(t),
            EventTypes.SurveyAnswered when e.Data.Kind == "csat" => [("csat_score", 1, e.Data.Score ?? 0), ("csat_positive", e.Data.Score >= 4 ? 1 : 0, 1)],
            _ => [],
        };
    }

    private static List<(string, long, decimal)> Opened(UsualTicket t, CanonicalEvent e)
    {
        (t.OpenedAt, t.ByCustomer, t.Channel) = (e.Time, e.Data.OpenedBy != Party.Agent, e.Data.Channel?.ToString());
        if (t.ByCustomer) t.WaitingSince = e.Time;
        return [("tickets_opened", 1, 0), ("backlog", 1, 0), ("unanswered", 1, 0)];
    }

    private static List<(string, long, decimal)> Replied(UsualTicket t, CanonicalEvent e)
    {
        if (e.Data.Author == Party.Customer) t.WaitingSince ??= e.Time;
        if (e.Data.Author != Party.Agent || e.Data.Public == false) return [];
        var counts = new List<(string, long, decimal)>();
        if (t.WaitingSince is { } since) counts.Add(("response_time", 1, (decimal)(e.Time - since).TotalSeconds));
        if (t is { FirstReplyAt: null, OpenedAt: { } opened, ByCustomer: true })
            counts.AddRange([("first_response_time", 1, (decimal)(e.Time - opened).TotalSeconds), ("unanswered", -1, 0)]);
        (t.FirstReplyAt, t.WaitingSince, t.Replies) = (t.FirstReplyAt ?? e.Time, null, t.Replies + 1);
        return counts;
    }

    private static List<(string, long, decimal)> Resolved(UsualTicket t, CanonicalEvent e)
    {
        if (t.Resolved || t.OpenedAt is not { } opened) return [];
        var seconds = (decimal)(e.Time - opened).TotalSeconds;
        var counts = new List<(string, long, decimal)>
        {
            ("tickets_resolved", 1, 0), ("resolutions", 1, 0), ("backlog", -1, 0), ("resolution_time", 1, seconds), ("replies_per_resolution", 1, t.Replies),
        };
        if (t.FirstResolvedAt is null) counts.AddRange([("resolution_time_first", 1, seconds), ("first_contact_resolution", t.Replies == 1 ? 1 : 0, 1)]);
        (t.Resolved, t.FirstResolvedAt, t.WaitingSince) = (true, t.FirstResolvedAt ?? e.Time, null);
        return counts;
    }

    private static List<(string, long, decimal)> Reopened(UsualTicket t)
    {
        if (!t.Resolved) return [];
        t.Resolved = false;
        return [("tickets_resolved", -1, 0), ("tickets_reopened", 1, 0), ("backlog", 1, 0)];
    }
}
