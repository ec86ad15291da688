using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Facts;

/// <summary>From a stream to all its facts, by the measures of a catalogue. Pure.</summary>
public static class FactSheet
{
    /// <summary>The facts of a stream, in no particular order; contributions of one ticket at one instant for one agent and area are one fact.</summary>
    public static IReadOnlyList<Fact> Of(StreamId stream, Timeline timeline, Catalogue catalogue, Conditions conditions)
    {
        var facts = new Dictionary<(int Ticket, DateTimeOffset At, string? Agent, string? Area), (Ticket Ticket, List<Booking> Bookings)>();
        foreach (var ticket in StreamFold.Tickets(timeline, conditions.AsOf).Select(t => t with { Source = stream.Source }))
        {
            foreach (var measure in catalogue.Measures)
            {
                foreach (var c in measure.Of(ticket, conditions.Rules))
                {
                    var key = (ticket.Number, c.At, c.Agent, c.Area ?? ticket.Attributes.Area);
                    if (!facts.TryGetValue(key, out var fact)) facts[key] = fact = (ticket, new List<Booking>(8));
                    fact.Bookings.Add(new Booking(measure.Code, c.Value));
                }
            }
        }

        return [.. facts.Select(f => new Fact(
            f.Key.Ticket, f.Key.At, f.Value.Ticket.OpenedAt, Dimensions.Of(stream, f.Value.Ticket.Attributes, f.Key.Agent, f.Key.Area), f.Value.Bookings))];
    }
}
