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
        var ours = kpis.ToDictionary(k => k.Id, StringComparer.Ordinal);
        var theirs = All.SelectMany(s => Of(s.Profile, s.Variants, ours)).ToLookup(k => k.Id, StringComparer.Ordinal);
        return [.. kpis.Select(k => k with { Profiles = theirs[k.Id].ToDictionary(t => t.Profile.Id, StringComparer.Ordinal) })];
    }

    private static IEnumerable<Kpi> Of(Profile profile, IReadOnlyList<Variant> variants, Dictionary<string, Kpi> ours)
    {
        var built = variants.Where(v => v.ReadAs is null).ToDictionary(v => v.Kpi, v => v.Of(ours[v.Kpi], profile), StringComparer.Ordinal);
        return variants.Select(v => v.ReadAs is { } other ? v.Of(ours[v.Kpi], profile) with { Reading = built[other].Reading } : built[v.Kpi]);
    }
}
