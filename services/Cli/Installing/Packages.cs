using KpiPlatform.Cli.Output;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Installing;

/// <summary>Installs PostgreSQL and RabbitMQ where that can be done without asking: Debian and Ubuntu, as root or with a sudo that does not ask.</summary>
internal static class Packages
{
    public static async Task EnsureAsync(Home home, CancellationToken cancellation)
    {
        var missing = Missing(Discovery.OfThisMachine());
        if (missing.Count > 0)
            await EnsureAsync(home, missing, Servers, cancellation);
    }

    /// <summary>What the tests want besides servers: Node, for clients that others wrote. Where it cannot be had those tests are skipped, but in CI nothing is.</summary>
    public static async Task EnsureNodeAsync(Home home, CancellationToken cancellation)
    {
        string[] missing = [.. Node.Where(each => Shell.Which(each.Program) is null).Select(each => each.Package)];
        if (missing.Length == 0)
            return;
        try
        {
            await EnsureAsync(home, missing, "Homebrew: brew install node; Fedora: sudo dnf install nodejs npm", cancellation);
        }
        catch (CommandException e) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Say.Progress($"tests with clients of Node will be skipped. {e.Message}");
        }
    }

    private static async Task EnsureAsync(Home home, IReadOnlyList<string> missing, string elsewhere, CancellationToken cancellation)
    {
        var names = string.Join(' ', missing);
        if (Shell.Which("apt-get") is null)
            throw new CommandException($"Missing: {names}. Install them ({elsewhere}).", ExitCodes.DependencyDown);
        if (!Environment.IsPrivilegedProcess && !(await Shell.RunAsync(["sudo", "-n", "true"], cancellation: cancellation)).Ok)
            throw new CommandException($"Missing: {names}. Install them with\n  sudo apt-get update && sudo apt-get install --no-install-recommends {names}\n({elsewhere})", ExitCodes.DependencyDown);
        Say.Progress($"installing {names} (apt-get; {home.Log("install")})");
        await InstallAsync(home, names, cancellation);
        if (Missing(Discovery.OfThisMachine()) is { Count: > 0 } still)
            throw new CommandException($"apt-get went well, but {string.Join(" and ", still)} cannot be found. ./kpi doctor says where was looked.", ExitCodes.DependencyDown);
    }

    private static readonly IReadOnlyList<(string Program, string Package)> Node = [("node", "nodejs"), ("npm", "npm")];

    private const string Servers = "Homebrew: brew install postgresql rabbitmq; Fedora: sudo dnf install postgresql-server rabbitmq-server; or set KPI_POSTGRES and KPI_RABBITMQ to servers of yours";

    internal static IReadOnlyList<string> Missing(Discovery found)
    {
        var missing = new List<string>();
        if (StackServers.GivenPostgres is null && found.Postgres() is null)
            missing.Add("postgresql");
        if (StackServers.GivenRabbitMq is null && found.RabbitMq() is null)
            missing.Add("rabbitmq-server");
        return missing;
    }

    // policy-rc.d is Debian's way to say "do not start services now": only private ones are wanted. One that is there already stays as it is.
    private static async Task InstallAsync(Home home, string names, CancellationToken cancellation)
    {
        var script = $"""
            set -e
            export DEBIAN_FRONTEND=noninteractive
            if [ ! -e /usr/sbin/policy-rc.d ]; then
              trap 'rm -f /usr/sbin/policy-rc.d' EXIT
              printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
              chmod 755 /usr/sbin/policy-rc.d
            fi
            apt-get -o DPkg::Lock::Timeout=300 update
            apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends {names}
            """;
        string[] command = Environment.IsPrivilegedProcess ? ["/bin/sh", "-c", script] : ["sudo", "-n", "/bin/sh", "-c", script];
        var result = await Shell.RunAsync(command, cancellation: cancellation);
        await File.AppendAllTextAsync(home.Log("install"), result.Output + result.Errors, cancellation);
        if (!result.Ok)
            throw new CommandException($"apt-get failed: {LogFile.Tail(home.Log("install"), 5)}\nSee {home.Log("install")}", ExitCodes.DependencyDown);
    }
}
