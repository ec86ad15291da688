using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Facts;

/// <summary>From a stream to all its facts, by the measures of a catalogue. Pure.</summary>
public static class FactSheet
{
    /// <summary>What contributions have in common that are one fact.</summary>
    private readonly record struct Key(int Ticket, DateTimeOffset At, string? Agent, string? Area, string? Category, Lasting? Lasting);

    /// <summary>The facts of a stream, in no particular order; contributions of one ticket at one instant for one agent, area and category are one fact.</summary>
    public static IReadOnlyList<Fact> Of(StreamId stream, Timeline timeline, Catalogue catalogue, Conditions conditions)
    {
        var facts = new Dictionary<Key, (Ticket Ticket, List<Booking> Bookings)>();
        foreach (var ticket in StreamFold.Tickets(timeline, conditions.AsOf))
        {
            var own = ticket.Attributes;
            foreach (var measure in catalogue.Measures)
            {
                foreach (var c in measure.Of(ticket, conditions.Rules))
                {
                    var key = new Key(ticket.Number, c.At, c.Agent, c.Area ?? own.Area, c.Category ?? own.Category, c.Lasting);
                    if (!facts.TryGetValue(key, out var fact)) facts[key] = fact = (ticket, new List<Booking>(8));
                    fact.Bookings.Add(new Booking(measure.Code, c.Value));
                }
            }
        }

        return [.. facts.Select(f => FactOf(stream, f.Key, f.Value.Ticket, f.Value.Bookings))];
    }

    private static Fact FactOf(StreamId stream, Key key, Ticket ticket, List<Booking> bookings) =>
        new(key.Ticket, key.At, ticket.OpenedAt, Dimensions.Of(stream, ticket.Attributes, key.Agent, key.Area, key.Category), bookings) { Lasting = key.Lasting };
}
