using KpiPlatform.Kpis.Calendars;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis;

/// <summary>A length of time of a ticket.</summary>
/// <param name="At">The instant it is booked on.</param>
/// <param name="Agent">Whom it belongs to.</param>
/// <param name="Stretches">What it is made of, without overlap.</param>
public sealed record Span(DateTimeOffset At, string? Agent, params IReadOnlyList<Stretch> Stretches);

/// <summary>From one instant to another; nothing when clocks of two systems make the end the earlier one.</summary>
public readonly record struct Stretch(DateTimeOffset From, DateTimeOffset To)
{
    public TimeSpan Length => To > From ? To - From : TimeSpan.Zero;

    /// <summary>Whole milliseconds.</summary>
    public long Milliseconds => Length.Ticks / TimeSpan.TicksPerMillisecond;
}

/// <summary>Lengths of time that are measured by the clock and, where a calendar applies, in business time.</summary>
public sealed class Spans
{
    private readonly Func<Ticket, IEnumerable<Span>> of;

    public Spans(string id, Func<Ticket, IEnumerable<Span>> of)
    {
        this.of = of;
        ByTheClock = new(id, Binning.Duration, ticket => Clock(of(ticket)));
        InBusinessTime = new(id + ".business", Binning.Duration, (ticket, rules) => Business(ticket, rules, of));
    }

    private Spans(Func<Ticket, IEnumerable<Span>> of, Measure byTheClock, Measure inBusinessTime) => (this.of, ByTheClock, InBusinessTime) = (of, byTheClock, inBusinessTime);

    public Measure ByTheClock { get; }

    /// <summary>Has nothing where no calendar covers the whole span: business time is unknown there, not zero.</summary>
    public Measure InBusinessTime { get; }

    public IEnumerable<Span> Of(Ticket ticket) => of(ticket);

    /// <summary>The same lengths as another system takes them.</summary>
    public Spans InProfile(string profile, Func<Ticket, IEnumerable<Span>> theirs) => new(
        theirs,
        ByTheClock.InProfile(profile, (ticket, _) => Clock(theirs(ticket))),
        InBusinessTime.InProfile(profile, (ticket, rules) => Business(ticket, rules, theirs)));

    private static IEnumerable<Contribution> Clock(IEnumerable<Span> spans) =>
        spans.Select(s => new Contribution(s.At, s.Stretches.Sum(x => x.Milliseconds), s.Agent));

    private static IEnumerable<Contribution> Business(Ticket ticket, Rules rules, Func<Ticket, IEnumerable<Span>> of) =>
        rules.BusinessTimeOf(ticket) is { } time ? Business(of(ticket), time) : [];

    private static IEnumerable<Contribution> Business(IEnumerable<Span> spans, BusinessTime time)
    {
        foreach (var span in spans)
        {
            long? sum = 0;
            foreach (var stretch in span.Stretches) sum += time.Milliseconds(stretch.From, stretch.To);
            if (sum is { } milliseconds) yield return new(span.At, milliseconds, span.Agent);
        }
    }
}
