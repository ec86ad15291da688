using System.Globalization;
using System.Text.Json;
using KpiPlatform.Cli.Importing;

namespace KpiPlatform.Cli.Tests.Importing;

public sealed class ImportSessionTests : IDisposable
{
    private const string Map = """{"source":"/x","subject":"$.ticket","id":"{$.ticket}","time":{"from":"$.at"},"rules":[{"when":{"$.kind":"skip"},"drop":"skipped"},{"emit":{"type":"helpdesk.ticket.pended"}}]}""";

    private readonly FrontDoor _door = new();
    private readonly Scratch _scratch = new();
    private readonly StringWriter _output = new(CultureInfo.InvariantCulture);
    private readonly StringWriter _errors = new(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _door.Dispose();
        _scratch.Dispose();
    }

    private string Csv(int rows, Func<int, string>? at = null, Func<int, string>? kind = null) => _scratch.Write("a.csv",
        string.Join('\n', Enumerable.Range(1, rows).Select(n => $"T{n},{at?.Invoke(n) ?? "2024-01-01"},{kind?.Invoke(n) ?? "x"}").Prepend("ticket,at,kind")));

    private async Task<(int Exit, JsonElement Last)> Import(string file, string? map = Map, bool dryRun = false, bool restart = false)
    {
        var session = new ImportSession((_, _) => Task.FromResult(_door.Target(_scratch.Path)), TimeProvider.System, _output, _errors);
        var mapFile = map is null ? null : new FileInfo(_scratch.Write("a.map.json", map));
        var exit = await session.RunAsync(new ImportRequest(new FileInfo(file), mapFile, null, null, null, dryRun, restart, Json: true), CancellationToken.None);
        return (exit, JsonSerializer.Deserialize<JsonElement>(_output.ToString().TrimEnd().Split('\n')[^1]));
    }

    private static int Number(JsonElement last, string name) => last.GetProperty(name).GetInt32();

    [Fact]
    public async Task Every_row_arrives_once_and_the_last_line_says_so()
    {
        var (exit, last) = await Import(Csv(1700, kind: n => n <= 100 ? "skip" : "x"));
        Assert.Equal(0, exit);
        Assert.Equal((1700, 1600, 1600, 100, 0), (Number(last, "rows"), Number(last, "events"), Number(last, "accepted"), Number(last, "ignored"), Number(last, "refused")));
        Assert.Equal(1600, _door.Accepted.Count);
        Assert.All(_door.Accepted.Values, n => Assert.Equal(1, n));
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(-1)]
    public async Task Not_now_and_answers_that_never_come_are_sent_again(int mood)
    {
        _door.Mood = n => n is 1 or 3 ? mood : 0;
        var (exit, last) = await Import(Csv(1200));
        Assert.Equal((0, 1200, 1200), (exit, Number(last, "accepted"), _door.Accepted.Count));
    }

    [Fact]
    public async Task Bad_rows_are_named_by_line_and_kept_and_the_rest_is_taken()
    {
        _door.Disliked.Add("T5/pended");
        var (exit, last) = await Import(Csv(1000, at: n => n == 3 ? "never" : "2024-01-01"));
        Assert.Equal((1, 998, 2), (exit, Number(last, "accepted"), Number(last, "refused")));
        Assert.Equal([4, 6], last.GetProperty("errors").EnumerateArray().Select(each => Number(each, "line")));
        var kept = File.ReadAllLines(last.GetProperty("refused_file").GetString()!);
        Assert.Contains("T3,never,x", kept[0], StringComparison.Ordinal);
        Assert.Contains("I don't like it", kept[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_was_broken_off_continues_where_it_was()
    {
        _door.Mood = n => n >= 6 ? 401 : 0; // Four requests are under way at first, so the first rows are through by then.
        Assert.Equal(ImportSession.GaveUp, (await Import(Csv(3000))).Exit);
        var before = _door.Accepted.Count;
        Assert.InRange(before, 490, 2999);
        _door.Mood = _ => 0;
        var (exit, last) = await Import(Path.Combine(_scratch.Path, "a.csv"));
        Assert.Equal((0, 3000, 3000), (exit, Number(last, "rows"), _door.Accepted.Count));
        Assert.Contains("Continuing behind row", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, _door.Accepted["T1/pended"]);
    }

    [Fact]
    public async Task What_was_done_can_be_imported_again()
    {
        var file = Csv(10);
        await Import(file);
        Assert.Equal((0, 10), (await Import(file)) is var (exit, last) ? (exit, Number(last, "accepted")) : default);
    }

    [Fact]
    public async Task A_dry_run_sends_nothing_and_counts_by_type()
    {
        var (exit, last) = await Import(Csv(10), dryRun: true);
        Assert.Equal((0, 0, 10), (exit, _door.Requests, Number(last.GetProperty("types"), "helpdesk.ticket.pended")));
    }

    [Fact]
    public async Task A_wrong_mapping_sends_nothing_and_names_its_mistakes()
    {
        var (exit, last) = await Import(Csv(1), map: Map.Replace("$.ticket\"", "$.tiket\"", StringComparison.Ordinal));
        Assert.Equal((2, 0), (exit, _door.Requests));
        Assert.Equal("/subject", last.GetProperty("mistakes")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Canonical_events_pass_as_they_are_and_a_line_that_is_no_json_is_named()
    {
        var file = _scratch.Write("a.ndjson", """{"id":"a","x":1}""" + "\n\n{nope\n" + """{"id":"b"}""" + "\n");
        var (exit, last) = await Import(file, map: null);
        Assert.Equal((1, 2, 3), (exit, Number(last, "accepted"), Number(last.GetProperty("errors")[0], "line")));
    }
}
