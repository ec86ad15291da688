using KpiPlatform.Kpis.Cells;

namespace KpiPlatform.Query.Reading;

/// <summary>The values of up to two dimensions; empty for "none" and for a dimension that is not grouped by.</summary>
internal readonly record struct GroupKey(string First, string Second)
{
    /// <summary>The groups beyond the limit, put together.</summary>
    public static GroupKey Other { get; } = new("__other__", "__other__");
}

/// <summary>Tallies by group and, in each, by slot.</summary>
internal sealed class Groups(int slots)
{
    private readonly Dictionary<GroupKey, Tallies?[]> byGroup = [];

    public IEnumerable<GroupKey> Keys => byGroup.Keys;

    /// <summary>The tallies to add to.</summary>
    public Tallies Own(GroupKey group, int slot)
    {
        if (!byGroup.TryGetValue(group, out var tallies)) byGroup[group] = tallies = new Tallies?[slots];
        return tallies[slot] ??= new Tallies();
    }

    /// <summary>The tallies to read; empty ones where nothing was added.</summary>
    public Tallies Of(GroupKey group, int slot) => byGroup.TryGetValue(group, out var tallies) && tallies[slot] is { } own ? own : new Tallies();

    /// <summary>Puts some groups together under another name.</summary>
    public void Merge(IEnumerable<GroupKey> groups, GroupKey into)
    {
        foreach (var group in groups)
        {
            if (!byGroup.Remove(group, out var tallies)) continue;
            for (var slot = 0; slot < slots; slot++)
            {
                if (tallies[slot] is { } own) Own(into, slot).Add(own);
            }
        }
    }
}
