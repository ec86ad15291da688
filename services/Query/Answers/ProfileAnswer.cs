using KpiPlatform.Kpis;

namespace KpiPlatform.Query.Answers;

/// <summary>Whose way of counting a number was made by, and which version of it.</summary>
internal sealed record ProfileAnswer(string Id, int Version)
{
    public static ProfileAnswer Of(Kpi kpi) => new(kpi.Profile.Id, kpi.Profile.Version);
}
