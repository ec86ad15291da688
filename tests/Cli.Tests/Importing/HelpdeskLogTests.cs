using System.Text.Json;
using KpiPlatform.Cli.Importing;

namespace KpiPlatform.Cli.Tests.Importing;

public sealed class HelpdeskLogTests
{
    [Fact]
    public void The_published_log_comes_to_the_numbers_a_separate_program_computed()
    {
        if (Checkout.Shared("datasets/helpdesk-log.csv") is not { } log) Assert.Skip("the shared data sets are not here");
        else Compare(SmallFold.Of(Events(log)), Checkout.Shared("datasets/helpdesk-log.expected.json")!);
    }

    [Fact]
    public void The_published_log_comes_to_the_same_with_its_rows_in_reverse()
    {
        if (Checkout.Shared("datasets/helpdesk-log.csv") is not { } log)
        {
            Assert.Skip("the shared data sets are not here");
            return;
        }

        using var scratch = new Scratch();
        var lines = File.ReadAllLines(log);
        var reversed = scratch.Write("reversed.csv", string.Join('\n', lines.Skip(1).Reverse().Prepend(lines[0])));
        Assert.Equal(Events(log).Order(StringComparer.Ordinal), Events(reversed).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_small_log_comes_to_the_numbers_one_counts_by_hand()
    {
        var fold = SmallFold.Of(Events(Checkout.Sample("small-log.csv")));
        Assert.Equal((4, 1, 3), (fold.Opened, fold.Removed, fold.ResolvedNow));
        Assert.Equal((5, 2), (fold.Resolutions, fold.Reopenings));
        Assert.Equal([300, 600, 60], fold.FirstResponses);
        Assert.Equal([3600, 7200, 600], fold.FirstResolutions);
        Assert.Equal([3600, 14400, 86400], fold.LastResolutions);
        Assert.Equal([1, 2, 1], fold.RepliesOfResolved);
    }

    private static IEnumerable<string> Events(string file)
    {
        foreach (var (row, mapped) in ImportPlan.Load(file, File.ReadAllText(Checkout.Example("helpdesk-log.map.json"))).Rows())
        {
            Assert.True(mapped.Errors.Count == 0, $"line {row.Line}: {string.Join("; ", mapped.Errors)}");
            foreach (var each in mapped.Events) yield return each;
        }
    }

    private static void Compare(SmallFold fold, string expectedFile)
    {
        var expected = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(expectedFile));
        int Number(string name) => expected.GetProperty(name).GetInt32();
        Assert.Equal(Number("tickets_opened"), fold.Opened);
        Assert.Equal(Number("removed"), fold.Removed);
        Assert.Equal(Number("tickets_resolved_now"), fold.ResolvedNow);
        Assert.Equal(Number("resolve_events"), fold.Resolutions);
        Assert.Equal(Number("reopen_events"), fold.Reopenings);
        Assert.Equal(Number("exactly_one_reply_resolved"), fold.RepliesOfResolved.Count(n => n == 1));
        Assert.Equal(Number("zero_reply_resolved"), fold.RepliesOfResolved.Count(n => n == 0));
        Assert.Equal(expected.GetProperty("replies_per_resolution").GetProperty("mean").GetDouble(), fold.RepliesOfResolved.Average(), 3);
        Same(expected.GetProperty("first_response_time"), fold.FirstResponses);
        Same(expected.GetProperty("resolution_first"), fold.FirstResolutions);
        Same(expected.GetProperty("resolution_last"), fold.LastResolutions);
        Assert.Equal(Counts(expected, "resolve_events_by_agent"), fold.ResolutionsByAgent);
        Assert.Equal(Counts(expected, "opened_by_product"), fold.OpenedByCategory);
        Assert.Equal(Counts(expected, "opened_by_month"), fold.OpenedByMonth);
    }

    private static void Same(JsonElement expected, List<double> values)
    {
        Assert.Equal(expected.GetProperty("n").GetInt32(), values.Count);
        Assert.Equal(expected.GetProperty("mean").GetDouble(), values.Average(), 3);
        Assert.Equal((expected.GetProperty("min").GetDouble(), expected.GetProperty("max").GetDouble()), (values.Min(), values.Max()));
    }

    private static Dictionary<string, int> Counts(JsonElement expected, string name) =>
        expected.GetProperty(name).EnumerateObject().ToDictionary(each => each.Name, each => each.Value.GetInt32());
}
