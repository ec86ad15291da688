using KpiPlatform.Kpis.Profiles;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Facts;

/// <summary>From a stream to all its facts, by the measures of a catalogue. Pure.</summary>
public static class FactSheet
{
    /// <summary>The facts of a stream, in no particular order; contributions of one ticket at one instant for one agent, area and category are one fact.</summary>
    public static IReadOnlyList<Fact> Of(StreamId stream, Timeline timeline, Catalogue catalogue, Conditions conditions)
    {
        var draft = new Draft();
        foreach (var ticket in StreamFold.Tickets(timeline, conditions.AsOf).Select(t => t with { Source = stream.Source }))
        {
            foreach (var (measure, inOtherSystems) in catalogue.Told)
            {
                if (inOtherSystems.Length == 0) draft.Add(ticket, measure, measure.Of(ticket, conditions.Rules));
                else Add(draft, ticket, measure, inOtherSystems, conditions.Rules);
            }
        }

        var last = timeline.Events.Count == 0 ? DateTimeOffset.MaxValue : timeline.Events[^1].Time;
        var there = StillThere(draft, catalogue.AgedMeasures);
        return [.. draft.Facts.Select(f => FactOf(
            stream, f.Key, f.Value.Ticket, f.Value.Bookings, last, there.Contains(f.Key.Ticket) && f.Value.Bookings.Exists(b => catalogue.AgedMeasures.Contains(b.Measure))))];
    }

    private static void Add(Draft draft, Ticket ticket, Measure measure, Measure[] inOtherSystems, Rules rules)
    {
        List<Contribution> ours = [.. measure.Of(ticket, rules)];
        draft.Add(ticket, measure, ours);
        foreach (var theirs in inOtherSystems)
        {
            var (more, less) = Difference.Between(ours, theirs.Of(ticket, rules));
            draft.Add(ticket, theirs.Terms[1].Measure, more);
            draft.Add(ticket, theirs.Terms[2].Measure, less);
        }
    }

    /// <summary>The tickets of which something is left when all came and went.</summary>
    private static HashSet<int> StillThere(Draft draft, IReadOnlySet<int> aged)
    {
        var left = new Dictionary<(int Ticket, int Measure), long>();
        foreach (var (key, fact) in draft.Facts)
        {
            foreach (var booking in fact.Bookings)
            {
                if (aged.Contains(booking.Measure)) left[(key.Ticket, booking.Measure)] = left.GetValueOrDefault((key.Ticket, booking.Measure)) + booking.Value;
            }
        }

        return [.. left.Where(l => l.Value != 0).Select(l => l.Key.Ticket)];
    }

    private static Fact FactOf(StreamId stream, Key key, Ticket ticket, List<Booking> bookings, DateTimeOffset last, bool isStillThere) =>
        new(key.Ticket, key.At, ticket.OpenedAt, Dimensions.Of(stream, ticket.Attributes, key.Agent, key.Area, key.Category), bookings)
        {
            Lasting = key.Lasting,
            IsAhead = key.At > last && key.Lasting is null,
            IsStillThere = isStillThere,
        };

    /// <summary>What contributions have in common that are one fact.</summary>
    private readonly record struct Key(int Ticket, DateTimeOffset At, string? Agent, string? Area, string? Category, Lasting? Lasting);

    private sealed class Draft
    {
        public Dictionary<Key, (Ticket Ticket, List<Booking> Bookings)> Facts { get; } = [];

        public void Add(Ticket ticket, Measure measure, IEnumerable<Contribution> contributions)
        {
            var own = ticket.Attributes;
            foreach (var c in contributions)
            {
                var key = new Key(ticket.Number, c.At, c.Agent, c.Area ?? own.Area, c.Category ?? own.Category, c.Lasting);
                if (!Facts.TryGetValue(key, out var fact)) Facts[key] = fact = (ticket, new List<Booking>(8));
                fact.Bookings.Add(new Booking(measure.Code, c.Value));
            }
        }
    }
}
