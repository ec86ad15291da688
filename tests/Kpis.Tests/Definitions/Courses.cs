using FsCheck;
using FsCheck.Fluent;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Definitions;

/// <summary>Random courses that a ticket may take within some weeks.</summary>
internal static class Courses
{
    private static readonly Func<Story, string, Story>[] Steps =
    [
        (s, at) => s.Opened(at), (s, at) => s.Wrote(at), (s, at) => s.Wrote(at, Party.Bot), (s, at) => s.HandedOff(at), (s, at) => s.Reply(at, "ann"),
        (s, at) => s.Reply(at, "ann", isPublic: false), (s, at) => s.Resolved(at), (s, at) => s.Resolved(at, "ann"), (s, at) => s.Reopened(at), (s, at) => s.Assigned(at, "bob"),
    ];

    public static Gen<Story> Story =>
        from subject in Gen.Choose(1, 1_000_000)
        from steps in Gen.NonEmptyListOf(Gen.Elements(Steps).SelectMany(_ => Gen.Choose(0, 45 * 24), (step, hour) => (Step: step, Hour: hour)))
        select steps.Aggregate(new Story($"t{subject}"), (story, step) => step.Step(story, At(step.Hour)));

    /// <summary>So many hours after the beginning of September 2026, as stories tell times.</summary>
    public static string At(int hour) => $"{1 + (hour / 24)} {hour % 24:00}:00";
}
