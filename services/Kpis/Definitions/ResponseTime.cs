using KpiPlatform.Kpis.Readings;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>How long customers wait for a person, every time they wait.</summary>
public static class ResponseTime
{
    private static readonly Spans Waits = new("response_time", static ticket => ticket.Waits.Select(w => new Span(w.To, w.Agent, new Stretch(w.From, w.To))));

    public static Kpi Kpi { get; } = new Kpi
    {
        Id = "response_time",
        Names = new("Response time", "Reaktionszeit", "Vastausaika", "Svarstid"),
        Formula = "Every wait, the first included: from the oldest customer message not yet answered by a person to the next public reply of a person. "
            + "A wait that a resolve ends with no reply is no measure.",
        BookedOn = "human reply",
        Unit = Unit.Seconds,
        Better = Better.Lower,
        DefaultTarget = FirstResponseTime.Target,
    }.Over(Waits);
}
