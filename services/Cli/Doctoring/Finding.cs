namespace KpiPlatform.Cli.Doctoring;

/// <param name="Mend">What to do about it; null when there is nothing to do.</param>
/// <param name="Runbook">The section of deploy/runbook.md about it, where there is one.</param>
internal sealed record Finding(string What, bool Ok, string Detail, string? Mend = null, string? Runbook = null);
