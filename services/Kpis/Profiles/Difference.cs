namespace KpiPlatform.Kpis.Profiles;

/// <summary>What another system counts of a ticket beside what we count, each as often as it is there more.</summary>
internal readonly record struct Difference(IReadOnlyList<Contribution> More, IReadOnlyList<Contribution> Less)
{
    private static readonly Difference None = new([], []);

    public static Difference Between(List<Contribution> ours, IEnumerable<Contribution> theirs)
    {
        if (theirs.TryGetNonEnumeratedCount(out var count) && count == 0) return ours.Count == 0 ? None : new([], ours);
        var more = theirs.ToList();
        if (more.SequenceEqual(ours)) return None;
        var less = new List<Contribution>(ours);
        more.RemoveAll(less.Remove);
        return new(more, less);
    }
}
