using KpiPlatform.Cli.Importing.Sending;

namespace KpiPlatform.Cli.Running;

/// <summary>Where import and demo send their events when they are not told: what is up in KPI_HOME, with a key of ours.</summary>
internal static class RunningStack
{
    public static async Task<IngestTarget> FindAsync(string? workspace, CancellationToken cancellation)
    {
        var (home, now) = (Home.Current, TimeProvider.System.GetUtcNow());
        var state = RunState.Running(home);
        return new(state.Ingest!, await OwnKeys.OfAsync(home, workspace ?? OwnKeys.Workspace(home), now), home.Folder);
    }
}
