using KpiPlatform.Kpis.Cells;

namespace KpiPlatform.Query.Reading;

/// <summary>The values of the dimensions that are grouped by, in their order; empty for "none".</summary>
internal readonly struct GroupKey(params string[] values) : IEquatable<GroupKey>
{
    private readonly int hash = HashOf(values);

    /// <summary>The one group of an answer that is not grouped.</summary>
    public static GroupKey All { get; } = new([]);

    /// <summary>The groups beyond the limit, put together.</summary>
    public static GroupKey Other(int dimensions) => new([.. Enumerable.Repeat("__other__", dimensions)]);

    public IReadOnlyList<string> Values { get; } = values;

    public bool Equals(GroupKey other) => hash == other.hash && Values.SequenceEqual(other.Values);

    public override bool Equals(object? obj) => obj is GroupKey other && Equals(other);

    public override int GetHashCode() => hash;

    /// <summary>The order by name.</summary>
    public int ByName(GroupKey other) => Values.Zip(other.Values, string.CompareOrdinal).FirstOrDefault(order => order != 0);

    private static int HashOf(string[] values)
    {
        var code = default(HashCode);
        foreach (var value in values) code.Add(value);
        return code.ToHashCode();
    }
}

/// <summary>Tallies by group and, in each, by slot.</summary>
internal sealed class Groups(int slots)
{
    private static readonly Tallies Nothing = new();
    private readonly Dictionary<GroupKey, Tallies?[]> byGroup = [];

    public IEnumerable<GroupKey> Keys => byGroup.Keys;

    /// <summary>The tallies to add to.</summary>
    public Tallies Own(GroupKey group, int slot)
    {
        if (!byGroup.TryGetValue(group, out var tallies)) byGroup[group] = tallies = new Tallies?[slots];
        return tallies[slot] ??= new Tallies();
    }

    /// <summary>The tallies to read, never to add to; empty ones where nothing was added.</summary>
    public Tallies Of(GroupKey group, int slot) => byGroup.TryGetValue(group, out var tallies) && tallies[slot] is { } own ? own : Nothing;

    /// <summary>All groups together.</summary>
    public Tallies Sum(int slot, IReadOnlySet<int> measures)
    {
        var sum = new Tallies();
        foreach (var tallies in byGroup.Values)
        {
            if (tallies[slot] is { } own) sum.Add(own, measures);
        }

        return sum;
    }

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
