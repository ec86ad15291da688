using KpiPlatform.Cli.Running;

namespace KpiPlatform.Cli.Doctoring;

/// <summary>What the processes say of themselves: a service's own words where it answers, with each thing that is not as it should be.</summary>
internal static class ServiceFindings
{
    public static Finding Of(ProcessReport process)
    {
        var health = process.Health;
        if (health == Health.Ready || health == Report.Given)
            return new(process.Name, true, $"{(process.Pid is { } pid ? $"pid {pid}, " : "")}port {process.Port}, {health}{(process.Restarts > 0 ? $", restarted {process.Restarts} times" : "")}");
        var mend = process.Pid is null ? "start the server, or correct its address" : $"./kpi logs {process.Name}; when it stays so: ./kpi down, ./kpi up";
        return new(process.Name, false, $"port {process.Port}: {health}", mend, Section(process.Name, health));
    }

    /// <summary>The runbook's section: of the check that fails where it is known, else of the process that is gone.</summary>
    private static string? Section(string name, string health) =>
        health.Contains("spool (", StringComparison.Ordinal) ? health.Contains("cannot be written", StringComparison.Ordinal) ? "disk-full" : "spool"
        : health.Contains("database (", StringComparison.Ordinal) || name == "postgres" ? "database-lost"
        : health.Contains("broker (", StringComparison.Ordinal) || health.Contains("masstransit-bus (", StringComparison.Ordinal) || name == "rabbitmq" ? "broker-lost"
        : health.Contains("keys (", StringComparison.Ordinal) ? "secret-rotation"
        : name.StartsWith("aggregator", StringComparison.Ordinal) ? "lag" : null;
}
