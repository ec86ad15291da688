using KpiPlatform.Kpis;

namespace KpiPlatform.Aggregator.Projection;

/// <summary>The rules of all workspaces as they were read: the newest of each, and older ones that streams are still under. Immutable.</summary>
/// <param name="UpTo">The highest version of any workspace.</param>
internal sealed record RulesBook(long UpTo, IReadOnlyDictionary<string, Rules> Newest, IReadOnlyDictionary<long, Rules> Older)
{
    /// <summary>Older versions are read again when they are needed again: more than these are forgotten.</summary>
    private const int MostOlder = 64;

    public static RulesBook Empty { get; } = new(0, new Dictionary<string, Rules>(), new Dictionary<long, Rules>());

    public Rules Of(string workspace) => Newest.GetValueOrDefault(workspace, Rules.None);

    /// <summary>A version that is the workspace's newest or was added; none is what nobody decided on.</summary>
    public Rules Of(string workspace, long version) =>
        version == 0 ? Rules.None : Of(workspace) is var newest && newest.Version == version ? newest : Older[version];

    public bool Has(string workspace, long version) => version == 0 || Of(workspace).Version == version || Older.ContainsKey(version);

    public RulesBook WithNewest(IReadOnlyList<(string Workspace, Rules Rules)> read)
    {
        var newest = new Dictionary<string, Rules>(Newest, StringComparer.Ordinal);
        foreach (var (workspace, rules) in read) newest[workspace] = rules;
        return this with { UpTo = Math.Max(UpTo, read.Max(r => r.Rules.Version)), Newest = newest };
    }

    public RulesBook WithOlder(IEnumerable<Rules> read)
    {
        var older = Older.Count > MostOlder ? [] : new Dictionary<long, Rules>(Older);
        foreach (var rules in read) older[rules.Version] = rules;
        return this with { Older = older };
    }
}
