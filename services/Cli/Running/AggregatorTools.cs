namespace KpiPlatform.Cli.Running;

/// <summary>What the aggregator's own commands are told: of what is up here; where nothing is, what the environment says, as in a container.</summary>
internal static class AggregatorTools
{
    /// <summary>Throws when nothing is up and the environment does not say where the database is.</summary>
    public static Dictionary<string, string?> Environment(Home home) => Find(home) ?? RunState.Running(home).Installation!.Environment;

    /// <summary>Null when nothing is up and the environment does not say where the database is.</summary>
    public static Dictionary<string, string?>? Find(Home home) =>
        RunState.Load(home) is { Ready: true, Supervisor.IsAlive: true } state ? state.Installation!.Environment
        : StackServers.GivenPostgres is not null ? []
        : null;
}
