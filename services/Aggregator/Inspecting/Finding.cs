namespace KpiPlatform.Aggregator.Inspecting;

/// <summary>One thing that was looked at.</summary>
/// <param name="Runbook">The section of deploy/runbook.md about it; null when all is well.</param>
/// <param name="Mend">The next command, or where to look.</param>
internal sealed record Finding(string What, bool Ok, string Detail, string? Runbook = null, string? Mend = null)
{
    public static Finding Well(string what, string detail) => new(what, true, detail);

    public static Finding Wrong(string what, string detail, string runbook, string mend) => new(what, false, detail, runbook, mend);
}
