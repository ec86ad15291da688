using System.Runtime.CompilerServices;
using System.Text.Json;
using KpiPlatform.Testing;
using Npgsql;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>
/// Business-hours resolution time of the real log, by month and by product, equals what plain SQL makes of the rows of the file: the SQL
/// (datasets/business-time.sql) shares neither code nor calendar with the platform.
/// </summary>
public sealed class BusinessTimeOfTheLogTests(RunningStack running) : IClassFixture<RunningStack>
{
    private const string All = "from=2010-01-01&to=2025-01-01&timezone=UTC&business_hours=true";
    private const string Office =
        """{"timezone":"Europe/Rome","default":true,"weekly":{"mon":[["09:00","18:00"]],"tue":[["09:00","18:00"]],"wed":[["09:00","18:00"]],"thu":[["09:00","18:00"]],"fri":[["09:00","18:00"]]}}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Resolution_time_in_business_hours_equals_plain_sql_over_the_rows_by_month_and_by_product()
    {
        var files = LogFiles.Find("real");
        Assert.SkipWhen(files is null, $"there is no data set at {SharedFolder.Path}");
        using var workspace = await Workspace.NewAsync(running.Stack, "business-time");
        await CalendarAsync(workspace);
        await running.Stack.KpiAsync("import", files!.Log, "--map", LogFiles.Map, "--url", running.Stack.IngestUrl.ToString(), "--key", workspace.Key, "--restart", "--json");
        var cases = await IndependentlyAsync(files.Log);
        Assert.True(cases.Count > 4000, $"only {cases.Count} cases");

        await Eventually.HoldsAsync(
            async () => Assert.Equal(cases.Count, (await workspace.NumberAsync("resolution_time", All)).GetProperty("n").GetInt32()), Patience);
        foreach (var (stat, of) in new (string, Func<IEnumerable<double>, double>)[] { ("mean", v => v.Average()), ("p50", v => At(v, 0.5)), ("p90", v => At(v, 0.9)) })
        {
            Same("month", stat, Each(cases, c => c.Month, of), await MonthsAsync(workspace, stat));
            Same("product", stat, Each(cases, c => c.Product, of), await ProductsAsync(workspace, stat));
        }
    }

    private static async Task CalendarAsync(Workspace workspace)
    {
        try
        {
            await workspace.PutAsync("/v1/calendars/office", Office);
        }
        catch (InvalidOperationException e) when (e.Message.StartsWith("404 ", StringComparison.Ordinal))
        {
            Assert.Skip("calendars can't be put yet");
        }
    }

    private static async Task<List<(string Month, string Product, double Seconds)>> IndependentlyAsync(string log)
    {
        var database = await (await PostgresServer.GetAsync()).NewDatabaseAsync("kpi_independent");
        await using var source = NpgsqlDataSource.Create(database);
        await using var connection = await source.OpenConnectionAsync();
        var columns = string.Join(", ", File.ReadLines(log).First().Split(',').Select(c => $"\"{c.ToLowerInvariant().Replace(' ', '_')}\" text"));
        await using (var create = new NpgsqlCommand($"create table log ({columns})", connection)) await create.ExecuteNonQueryAsync();
        await using (var copy = await connection.BeginTextImportAsync("copy log from stdin (format csv, header true)"))
            await copy.WriteAsync(await File.ReadAllTextAsync(log));
        List<(string, string, double)> cases = [];
        await using var select = new NpgsqlCommand(await File.ReadAllTextAsync(Sql()), connection);
        await using var rows = await select.ExecuteReaderAsync();
        while (await rows.ReadAsync()) cases.Add((rows.GetString(0), rows.GetString(1), rows.GetDouble(2)));
        return cases;
    }

    private static async Task<Dictionary<string, double>> MonthsAsync(Workspace workspace, string stat)
    {
        var data = (await workspace.AskAsync($"/v1/timeseries?kpi=resolution_time&interval=month&stat={stat}&{All}")).GetProperty("data");
        var values = data.GetProperty("series").EnumerateArray().Single().GetProperty("values").EnumerateArray();
        return Told(data.GetProperty("buckets").EnumerateArray().Select(b => b.GetString()![..7]).Zip(values));
    }

    private static async Task<Dictionary<string, double>> ProductsAsync(Workspace workspace, string stat)
    {
        var rows = (await workspace.AskAsync($"/v1/breakdown?kpi=resolution_time&group_by=category&stat={stat}&{All}")).GetProperty("data").EnumerateArray();
        return Told(rows.Select(r => (r.GetProperty("group").GetProperty("category").GetString()!, r.GetProperty("kpis").GetProperty("resolution_time").GetProperty("value"))));
    }

    private static Dictionary<string, double> Told(IEnumerable<(string Of, JsonElement Value)> values) =>
        values.Where(v => v.Value.ValueKind != JsonValueKind.Null).ToDictionary(v => v.Of, v => v.Value.GetDouble(), StringComparer.Ordinal);

    private static Dictionary<string, double> Each(IEnumerable<(string Month, string Product, double Seconds)> cases, Func<(string Month, string Product, double Seconds), string> by, Func<IEnumerable<double>, double> of) =>
        cases.GroupBy(by, StringComparer.Ordinal).ToDictionary(g => g.Key, g => of(g.Select(c => c.Seconds)), StringComparer.Ordinal);

    /// <summary>Interpolated linearly between order statistics, as the catalogue does.</summary>
    private static double At(IEnumerable<double> values, double quantile)
    {
        var sorted = values.Order().ToList();
        var rank = quantile * (sorted.Count - 1);
        var below = (int)rank;
        return rank > below ? sorted[below] + ((rank - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    private static void Same(string by, string stat, Dictionary<string, double> expected, Dictionary<string, double> actual)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach (var (of, value) in expected)
            Assert.True(Math.Abs(value - actual[of]) <= (stat == "mean" ? 1e-6 : 0.01) * value + 1e-6, $"{by} {of}, {stat}: {value} expected, {actual[of]} came");
    }

    private static string Sql([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "datasets", "business-time.sql");
}
