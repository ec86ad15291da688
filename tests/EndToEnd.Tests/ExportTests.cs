using KpiPlatform.Testing;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>The story of <see cref="HelpDeskTests"/> as each help desk's export has it: the same numbers, and no others when the webhooks tell it too.</summary>
public sealed class ExportTests(RunningStack running) : IClassFixture<RunningStack>
{
    [Theory]
    [InlineData("zendesk.json", 2)]
    [InlineData("chatwoot.json", 2)]
    [InlineData("freshdesk.csv", 1)] // only the first reply is in it
    public async Task An_export_tells_the_same_story(string file, int replies)
    {
        var vendor = Path.GetFileNameWithoutExtension(file);
        using var workspace = await Workspace.NewAsync(running.Stack, "export-" + vendor);
        await ImportAsync(file, workspace, "--account", "acme", "--option", "time_zone=Europe/Berlin");
        await ImportAsync(file, workspace, "--account", "acme", "--option", "time_zone=Europe/Berlin", "--restart");
        await Eventually.HoldsAsync(() => HelpDeskTests.CheckAsync(workspace, replies));
    }

    [Theory]
    [InlineData("zendesk")]
    [InlineData("chatwoot")]
    public async Task What_webhooks_told_already_counts_nothing_again(string vendor)
    {
        using var workspace = await Workspace.NewAsync(running.Stack, "told-" + vendor);
        await HelpDeskTests.TellAsync(running.Stack, workspace, vendor);
        await Eventually.HoldsAsync(() => HelpDeskTests.CheckAsync(workspace, replies: 2));
        await ImportAsync(vendor + ".json", workspace);
        await Task.Delay(TimeSpan.FromSeconds(2)); // nothing happens, and there is nothing to wait for
        await HelpDeskTests.CheckAsync(workspace, replies: 2);
    }

    private async Task ImportAsync(string file, Workspace workspace, params string[] more)
    {
        var path = Path.Combine(SharedFolder.Root, "tests/EndToEnd.Tests/exports", file);
        var said = await running.Stack.KpiAsync(
            ["import", path, "--from", Path.GetFileNameWithoutExtension(file), "--url", running.Stack.IngestUrl.ToString(), "--key", workspace.Key, "--json", .. more]);
        Assert.Contains("\"refused\":0", said, StringComparison.Ordinal);
    }
}
