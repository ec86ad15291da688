namespace KpiPlatform.Kpis.Profiles;

/// <summary>The one place where other systems' ways to count meet our KPIs.</summary>
internal static class OtherSystems
{
    private static readonly (Profile Profile, IReadOnlyList<Variant> Variants)[] All =
    [
        (Profile.Zendesk, Zendesk.Variants),
        (Profile.Chatwoot, Chatwoot.Variants),
        (Profile.Intercom, Intercom.Variants),
    ];

    /// <summary>The same KPIs, each with its variants.</summary>
    /// <exception cref="InvalidOperationException">A variant is of a KPI that is not among these.</exception>
    public static IReadOnlyList<Kpi> CountToo(params IReadOnlyList<Kpi> kpis)
    {
        var unknown = All.SelectMany(s => s.Variants).Select(v => v.Kpi).Except(kpis.Select(k => k.Id), StringComparer.Ordinal).ToList();
        if (unknown.Count > 0) throw new InvalidOperationException($"Profiles count KPIs that are not in the catalogue: {string.Join(", ", unknown)}.");
        return [.. kpis.Select(ours => ours with { Profiles = ProfilesOf(ours) })];
    }

    private static Dictionary<string, Kpi> ProfilesOf(Kpi ours) =>
        All.SelectMany(s => s.Variants.Where(v => v.Kpi == ours.Id).Select(v => v.Of(ours, s.Profile))).ToDictionary(k => k.Profile.Id, StringComparer.Ordinal);
}
