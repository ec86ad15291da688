using KpiPlatform.Cli.Importing.Sending;

namespace KpiPlatform.Cli.Running;

/// <summary>Where import and demo send their events when they are not told: what is up in KPI_HOME, with a key of ours.</summary>
internal static class RunningStack
{
    public static async Task<IngestTarget> FindAsync(string? workspace, CancellationToken cancellation)
    {
        var (home, now) = (Home.Current, TimeProvider.System.GetUtcNow());
        var state = RunState.Load(home);
        // Nothing of ours is up, but somebody else's is, as in a container; its keys are in our home.
        var elsewhere = state is not { Ready: true, Supervisor.IsAlive: true } && Environment.GetEnvironmentVariable("KPI_INGEST_URL") is { Length: > 0 } url ? new Uri(url) : null;
        return new(elsewhere ?? RunState.Running(home).Ingest!, await OwnKeys.OfAsync(home, workspace ?? OwnKeys.Workspace(home), now), home.Folder);
    }
}
