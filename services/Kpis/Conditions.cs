namespace KpiPlatform.Kpis;

/// <summary>What facts depend on beside the events: the workspace's rules, and what time it is.</summary>
/// <param name="AsOf">A thread whose silence is over by then has ended.</param>
public sealed record Conditions(Rules Rules, DateTimeOffset AsOf);
