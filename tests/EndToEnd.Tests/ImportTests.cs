using KpiPlatform.Testing;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>A help desk's history through the front door comes out as the numbers a separate program computed, whatever happens on the way.</summary>
public sealed class ImportTests(RunningStack running) : IClassFixture<RunningStack>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("small")]
    [InlineData("real")]
    public async Task A_log_comes_to_its_numbers_and_importing_it_again_changes_nothing(string which)
    {
        var (files, workspace) = await BeginAsync(which, "forwards");
        using var mine = workspace;
        for (var time = 1; time <= 2; time++)
        {
            await ImportAsync(files.Log, workspace);
            await Eventually.HoldsAsync(() => files.Expected.CheckAsync(workspace), Patience);
        }
    }

    [Theory]
    [InlineData("small")]
    [InlineData("real")]
    public async Task A_log_comes_to_the_same_in_reverse(string which)
    {
        var (files, workspace) = await BeginAsync(which, "backwards");
        using var mine = workspace;
        var reversed = files.Reversed();
        await ImportAsync(reversed, workspace);
        Directory.Delete(Path.GetDirectoryName(reversed)!, recursive: true);
        await Eventually.HoldsAsync(() => files.Expected.CheckAsync(workspace), Patience);
    }

    [Theory]
    [InlineData("small")]
    [InlineData("real")]
    public async Task A_log_comes_to_the_same_when_the_aggregator_is_killed_in_the_middle_and_after_a_rebuild(string which)
    {
        Assert.SkipWhen(which == "small" && LogFiles.Find("real") is not null, "the real log is here and shows the same");
        var (files, workspace) = await BeginAsync(which, "killed");
        using var mine = workspace;
        var import = ImportAsync(files.Log, workspace);
        await Eventually.HoldsAsync(async () => Assert.NotEqual(0, (await workspace.NumberAsync("tickets_opened", "from=2010-01-01&to=2025-01-01")).GetProperty("value").GetDouble()), Patience);
        await running.Stack.KillAggregatorAsync(running.Aggregator);
        await import;
        running.Aggregator = await running.Stack.StartAggregatorAsync();
        await Eventually.HoldsAsync(() => files.Expected.CheckAsync(workspace), Patience);

        await running.Stack.AggregatorAsync("verify");
        await running.Stack.AggregatorAsync("rebuild");
        await files.Expected.CheckAsync(workspace);
        await running.Stack.AggregatorAsync("verify");
    }

    private async Task<(LogFiles Files, Workspace Workspace)> BeginAsync(string which, string how)
    {
        var files = LogFiles.Find(which);
        Assert.SkipWhen(files is null, $"there is no data set at {SharedFolder.Path}");
        return (files!, await Workspace.NewAsync(running.Stack, $"{which}-{how}"));
    }

    private async Task ImportAsync(string file, Workspace workspace) =>
        Assert.Contains("\"refused\":0", await running.Stack.KpiAsync(
            "import", file, "--map", LogFiles.Map, "--url", running.Stack.IngestUrl.ToString(), "--key", workspace.Key, "--restart", "--json"), StringComparison.Ordinal);
}
