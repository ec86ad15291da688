namespace KpiPlatform.Cli.Doctoring;

/// <param name="Mend">What to do about it; null when there is nothing to do.</param>
internal sealed record Finding(string What, bool Ok, string Detail, string? Mend = null);
