using System.Text.Json;
using KpiPlatform.Testing;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>What a log must come to, and the questions that show whether it did.</summary>
internal sealed class Dataset(JsonElement expected)
{
    private const string All = "from=2010-01-01&to=2025-01-01&timezone=UTC";

    public async Task CheckAsync(Workspace workspace)
    {
        await CountsAsync(workspace);
        await DurationsAsync(workspace, "first_response_time", "first_response_time");
        await DurationsAsync(workspace, "resolution_time_first", "resolution_first");
        await DurationsAsync(workspace, "resolution_time", "resolution_last");
        await RepliesAsync(workspace);
        await MonthsAsync(workspace);
        await GroupsAsync(workspace, "resolutions", "agent", "resolve_events_by_agent");
        await GroupsAsync(workspace, "tickets_opened", "category", "opened_by_product");
    }

    private async Task CountsAsync(Workspace workspace)
    {
        foreach (var (kpi, name) in new[]
        {
            ("tickets_opened", "tickets_opened"), ("tickets_resolved", "tickets_resolved_now"), ("resolutions", "resolve_events"),
            ("tickets_reopened", "reopen_events"), ("zero_reply_resolutions", "zero_reply_resolved"),
        })
            Assert.Equal((kpi, expected.GetProperty(name).GetDouble()), (kpi, (await workspace.NumberAsync(kpi, All)).GetProperty("value").GetDouble()));
        Assert.Equal(expected.GetProperty("tickets_opened").GetInt32() - expected.GetProperty("tickets_resolved_now").GetInt32(), (await workspace.NumberAsync("backlog", All)).GetProperty("value").GetInt32());
    }

    /// <summary>Counts exactly, means to 1e-6, percentiles and extremes to the sketch's one per cent.</summary>
    private async Task DurationsAsync(Workspace workspace, string kpi, string name)
    {
        foreach (var statistic in expected.GetProperty(name).EnumerateObject().Where(s => s.Name != "n"))
        {
            var number = await workspace.NumberAsync(kpi, $"stat={statistic.Name}&{All}");
            Assert.Equal((kpi, expected.GetProperty(name).GetProperty("n").GetInt64()), (kpi, number.GetProperty("n").GetInt64()));
            Near(kpi + " " + statistic.Name, statistic.Value.GetDouble(), number.GetProperty("value").GetDouble(), statistic.Name == "mean" ? 1e-6 : 0.01);
        }
    }

    private async Task RepliesAsync(Workspace workspace)
    {
        var replies = expected.GetProperty("replies_per_resolution");
        var number = await workspace.NumberAsync("replies_per_resolution", All + "&stat=mean");
        Assert.Equal(replies.GetProperty("n").GetInt64(), number.GetProperty("n").GetInt64());
        Assert.Equal(replies.GetProperty("mean").GetDouble(), number.GetProperty("value").GetDouble(), 3); // written with three places
        var gross = await workspace.NumberAsync("first_contact_resolution_gross", All);
        Assert.Equal(expected.GetProperty("fcr_gross_one_reply").GetDouble(), gross.GetProperty("numerator").GetDouble());
        Assert.Equal(expected.GetProperty("tickets_resolved_now").GetDouble(), gross.GetProperty("denominator").GetDouble());
    }

    private async Task MonthsAsync(Workspace workspace)
    {
        var data = (await workspace.AskAsync($"/v1/timeseries?kpi=tickets_opened&interval=month&{All}")).GetProperty("data");
        var values = data.GetProperty("series").EnumerateArray().Single().GetProperty("values").EnumerateArray().Select(v => v.GetInt32());
        var months = data.GetProperty("buckets").EnumerateArray().Select(b => b.GetString()![..7]).Zip(values).Where(m => m.Second != 0);
        Assert.Equal(Counts("opened_by_month"), months.ToDictionary(m => m.First, m => m.Second, StringComparer.Ordinal));
    }

    private async Task GroupsAsync(Workspace workspace, string kpi, string dimension, string name)
    {
        var rows = (await workspace.AskAsync($"/v1/breakdown?kpi={kpi}&group_by={dimension}&{All}")).GetProperty("data").EnumerateArray();
        var counts = rows.Select(r => (Name: r.GetProperty("group").GetProperty(dimension).GetString() ?? "(none)", Value: r.GetProperty("kpis").GetProperty(kpi).GetProperty("value").GetInt32()));
        Assert.Equal(Counts(name), counts.Where(c => c.Value != 0).ToDictionary(c => c.Name, c => c.Value, StringComparer.Ordinal));
    }

    private Dictionary<string, int> Counts(string name) =>
        expected.GetProperty(name).EnumerateObject().ToDictionary(e => e.Name, e => e.Value.GetInt32(), StringComparer.Ordinal);

    private static void Near(string what, double expected, double actual, double relative) =>
        Assert.True(Math.Abs(expected - actual) <= relative * Math.Abs(expected), $"{what}: {expected} expected, {actual} came");
}
