using System.Text.Json;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

/// <param name="Since">When it was started, for the uptime.</param>
internal sealed record ProcessState(string Name, ProcessIdentity Identity, int Port, DateTimeOffset Since, int Restarts);

/// <summary>What the supervisor lets others know: written by it alone, whole, at every change. Holds connection strings, so 0600.</summary>
internal sealed record RunState(ProcessIdentity Supervisor)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public string Step { get; init; } = "starting";

    public bool Ready { get; init; }

    /// <summary>Why the start was given up.</summary>
    public string? Failure { get; init; }

    public Installation? Installation { get; init; }

    public Uri? Ingest { get; init; }

    public Uri? Query { get; init; }

    /// <summary>In the order they were started; stopping goes the other way.</summary>
    public IReadOnlyList<ProcessState> Processes { get; init; } = [];

    /// <summary>Everything started, named or not yet, for <see cref="Leftovers"/>.</summary>
    public IReadOnlyList<ProcessIdentity> Launched { get; init; } = [];

    public static RunState? Load(Home home)
    {
        try
        {
            return JsonSerializer.Deserialize<RunState>(File.ReadAllText(home.State), Json);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The state of an installation that is up, or an error that says how to start it.</summary>
    public static RunState Running(Home home) => Load(home) is { Ready: true } state && state.Supervisor.IsAlive
        ? state
        : throw new CommandException($"Nothing is up in {home.Folder}. Start it with: ./kpi up --detach", ExitCodes.DependencyDown);

    public void Save(Home home) => PrivateFile.Write(home.State, JsonSerializer.Serialize(this, Json));
}
