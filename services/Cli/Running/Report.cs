using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

internal sealed record ProcessReport(string Name, int? Pid, int Port, string Health, double? UptimeS, int Restarts)
{
    public bool Ok => Running.Health.IsReady(Health) || Health.StartsWith(Report.Given, StringComparison.Ordinal);
}

/// <summary>How things stand, asked now: which process lives, and what it says of itself.</summary>
internal static class Report
{
    public const string Given = "given, answers";
    public const string Ended = "ended";

    public static async Task<IReadOnlyList<ProcessReport>> OfAsync(RunState state, DateTimeOffset now) =>
        await Task.WhenAll(state.Processes.Select(p => OfAsync(p, now)).Concat(GivenServers(state)));

    private static async Task<ProcessReport> OfAsync(ProcessState process, DateTimeOffset now) => process.Identity.IsAlive
        ? new(process.Name, process.Identity.Pid, process.Port, await HealthOfAsync(process), Math.Round((now - process.Since).TotalSeconds), process.Restarts)
        : new(process.Name, process.Identity.Pid, process.Port, Ended, null, process.Restarts);

    // The demo desk only sends: it has no port to ask at.
    private static async Task<string> HealthOfAsync(ProcessState process) => process.Port == 0 ? Health.Ready : process.Name is "postgres" or "rabbitmq" or "epmd"
        ? await Ports.AnswersAsync("127.0.0.1", process.Port) ? Health.Ready : Health.Silent
        : await Health.OfAsync(new Uri(FormattableString.Invariant($"http://127.0.0.1:{process.Port}")));

    private static IEnumerable<Task<ProcessReport>> GivenServers(RunState state)
    {
        if (state.Installation is not { } installation)
            yield break;
        if (state.Processes.All(p => p.Name != "postgres"))
            yield return GivenAsync("postgres", ServerAddress.OfPostgres(installation.Postgres));
        if (installation.PostgresReplica is { } replica)
            yield return GivenAsync("postgres-replica", ServerAddress.OfPostgres(replica));
        if (state.Processes.All(p => p.Name != "rabbitmq"))
            yield return GivenAsync("rabbitmq", ServerAddress.OfRabbitMq(installation.RabbitMq));
    }

    // Of a cluster's nodes one is enough to work with; those that are silent are named.
    private static async Task<ProcessReport> GivenAsync(string name, IReadOnlyList<(string Host, int Port)> nodes)
    {
        var answers = await Task.WhenAll(nodes.Select(at => Ports.AnswersAsync(at.Host, at.Port)));
        var silent = nodes.Where((_, i) => !answers[i]).Select(at => FormattableString.Invariant($"{at.Host}:{at.Port}")).ToList();
        var health = silent.Count == 0 ? Given : silent.Count == nodes.Count ? Health.Silent : $"{Given}, but not {string.Join(" and ", silent)}";
        return new(name, null, nodes[0].Port, health, null, 0);
    }
}
