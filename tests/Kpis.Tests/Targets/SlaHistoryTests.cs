using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Calendars;
using KpiPlatform.Kpis.Targets;
using KpiPlatform.Kpis.Tickets;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Targets;

/// <summary>Random histories of one ticket: at every minute, what is known by then amounts to what a simulation says that only counts minutes.</summary>
public sealed class SlaHistoryTests
{
    private const int End = 150;

    private static readonly Rules Rules = new(1, CalendarSet.None, new TargetSet([Within("response_time", SlaSimulation.Answer), Within("resolution_time", SlaSimulation.Resolve)]));

    [Fact]
    public void At_every_minute_the_clocks_stand_as_a_simulation_minute_by_minute_says() =>
        Prop.ForAll(Arb.From(Histories), history =>
        {
            for (var minute = 0; minute <= End; minute++) Agree(history, minute);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static Gen<(int Minute, SlaStep Step)[]> Histories =>
        from size in Gen.Choose(0, 9)
        from steps in Gen.ArrayOf(Gen.Choose(1, 120).SelectMany(_ => Gen.Elements(Enum.GetValues<SlaStep>()), (minute, step) => (Minute: minute, Step: step)), size)
        select steps.DistinctBy(s => s.Minute).OrderBy(s => s.Minute).ToArray();

    private static void Agree((int Minute, SlaStep Step)[] history, int minute)
    {
        var (said, story) = (new SlaSimulation(), new Story().Opened(Clock(0)));
        for (var m = 0; m <= minute; m++)
        {
            if (history.FirstOrDefault(s => s.Minute == m) is { Minute: > 0 } now)
            {
                said.Hear(now.Step);
                Tell(story, m, now.Step);
            }

            said.Pass();
        }

        var at = Clock(minute) + ":30";
        var numbers = Numbers.Of(Rules, story).Before(at);
        var known = new SlaCount((int)(numbers["sla_attainment"].Numerator ?? 0), (int)numbers["sla_attainment"].Parts!["breached"], (int)numbers.Value("sla_undecided")!,
            Cancelled(story, Story.At(at)), (int)numbers.Value("sla_at_risk")!, (int)numbers.Value("sla_breached_open")!);
        Assert.True(said.Count == known, $"{string.Join(' ', history)}, minute {minute}: {known}, but {said.Count}");
        Assert.Equal(said.Clocks, known.Met + known.Breached + known.Undecided + known.Cancelled);
    }

    private static int Cancelled(Story story, DateTimeOffset at) =>
        StreamFold.Tickets(Timeline.Empty.With(story.Events).Timeline, at)[0].ClocksUnder(Rules).Count(c => c.StateAt(at) == SlaState.Cancelled);

    private static Story Tell(Story story, int minute, SlaStep step) => step switch
    {
        SlaStep.Customer => story.Wrote(Clock(minute)),
        SlaStep.Agent => story.Reply(Clock(minute), "ann"),
        SlaStep.Bot => story.Wrote(Clock(minute), Party.Bot),
        SlaStep.Resolved => story.Resolved(Clock(minute), "ann"),
        _ => story.Reopened(Clock(minute)),
    };

    private static string Clock(int minute) => string.Create(CultureInfo.InvariantCulture, $"{9 + (minute / 60):00}:{minute % 60:00}");

    private static Target Within(string kpi, int minutes) => new() { Id = kpi, Kpi = kpi, Comparison = Comparison.AtMost, Threshold = minutes * 60 };
}
