using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

internal sealed record ProcessReport(string Name, int? Pid, int Port, string Health, double? UptimeS, int Restarts)
{
    public bool Ok => Running.Health.IsReady(Health) || Health == Report.Given;
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
        if (state.Processes.All(p => p.Name != "rabbitmq"))
            yield return GivenAsync("rabbitmq", ServerAddress.OfRabbitMq(installation.RabbitMq));
    }

    private static async Task<ProcessReport> GivenAsync(string name, (string Host, int Port) at) =>
        new(name, null, at.Port, await Ports.AnswersAsync(at.Host, at.Port) ? Given : Health.Silent, null, 0);
}
