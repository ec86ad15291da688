using KpiPlatform.Testing;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>The golden cases from outside, over HTTP, each in a workspace of its own.</summary>
public sealed class CaseTests(RunningStack running) : IClassFixture<RunningStack>
{
    public static TheoryData<string> Cases => [.. GoldenCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_timeline_gives_its_numbers(string name)
    {
        if (GoldenCase.Load(name) is not { } golden)
        {
            Assert.Skip($"there is no folder of shared cases at {SharedFolder.Path}");
            return;
        }

        using var workspace = await Workspace.NewAsync(running.Stack, name.Replace('/', '-'));
        await golden.SetUpAsync(workspace);
        await golden.PostAsync(workspace);
        await Eventually.HoldsAsync(async () =>
        {
            foreach (var ask in golden.Asks) await new Ask(ask).CheckAsync(workspace);
        });
    }

    [Fact]
    public async Task A_wrong_number_would_be_noticed()
    {
        using var workspace = await Workspace.NewAsync(running.Stack, "wrong-number");
        var golden = GoldenCase.Load("two-agents")!;
        await golden.PostAsync(workspace);
        var wrong = System.Text.Json.JsonSerializer.SerializeToElement(new
        {
            get = "/v1/summary?kpi=tickets_opened&from=2025-01-01&to=2026-01-01",
            expect = new[] { new { kpi = "tickets_opened", value = 3.00001 } },
        });
        await Assert.ThrowsAsync<Xunit.Sdk.TrueException>(() => Eventually.HoldsAsync(() => new Ask(wrong).CheckAsync(workspace), TimeSpan.FromSeconds(2)));
    }
}
