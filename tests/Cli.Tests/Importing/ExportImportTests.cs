using System.Globalization;
using System.Text.Json;
using KpiPlatform.Cli.Importing;

namespace KpiPlatform.Cli.Tests.Importing;

/// <summary><c>./kpi import FILE --from zendesk</c></summary>
public sealed class ExportImportTests : IDisposable
{
    private readonly FrontDoor door = new() { EventsOf = 3 };
    private readonly Scratch scratch = new();
    private readonly StringWriter output = new(CultureInfo.InvariantCulture);
    private readonly StringWriter errors = new(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        door.Dispose();
        scratch.Dispose();
    }

    private string Export(int tickets) =>
        scratch.Write("tickets.json", $$"""{"tickets":[{{string.Join(",\n", Enumerable.Range(1, tickets).Select(n => $$"""{"id":"{{n}}"}"""))}}],"end_of_stream":true}""");

    private async Task<(int Exit, JsonElement Last)> Import(string file, string? from = "zendesk", Func<ImportRequest, ImportRequest>? with = null)
    {
        var session = new ImportSession((_, _) => Task.FromResult(door.Target(scratch.Path)), TimeProvider.System, output, errors);
        var request = new ImportRequest(new FileInfo(file), null, null, null, null, DryRun: false, Restart: false, Json: true) { From = from, Account = from is null ? null : "acme" };
        var exit = await session.RunAsync(with?.Invoke(request) ?? request, CancellationToken.None);
        return (exit, JsonSerializer.Deserialize<JsonElement>(output.ToString().TrimEnd().Split('\n')[^1]));
    }

    private static int Number(JsonElement last, string name) => last.GetProperty(name).GetInt32();

    [Fact]
    public async Task Every_record_goes_to_its_source_and_the_events_it_gave_are_counted()
    {
        var (exit, last) = await Import(Export(250), with: request => request with { Options = ["time_zone=Europe/Berlin"] });
        Assert.Equal((0, 250, 750, 750), (exit, Number(last, "rows"), Number(last, "events"), Number(last, "accepted")));
        Assert.All(door.Paths, path => Assert.Equal("/v1/imports/zendesk?account=acme&option.time_zone=Europe%2FBerlin", path));
        Assert.Equal(250, door.Accepted.Count);
    }

    [Fact]
    public async Task Canonical_events_are_marked_as_an_import_too()
    {
        door.EventsOf = null;
        await Import(scratch.Write("a.ndjson", """{"id":"a"}"""), from: null);
        Assert.Equal("/v1/events?origin=import", Assert.Single(door.Paths));
    }

    [Fact]
    public async Task Records_that_are_refused_are_named_by_line_and_kept()
    {
        door.Disliked.Add("3");
        var (exit, last) = await Import(Export(10));
        Assert.Equal((1, 27, 1), (exit, Number(last, "accepted"), Number(last, "refused")));
        Assert.Equal(3, Number(last.GetProperty("errors")[0], "line"));
        Assert.Contains("I don't like it", File.ReadAllText(last.GetProperty("refused_file").GetString()!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_was_broken_off_continues_where_it_was()
    {
        door.Mood = n => n >= 6 ? 401 : 0;
        var file = Export(1500);
        Assert.Equal(ImportSession.GaveUp, (await Import(file)).Exit);
        Assert.InRange(door.Accepted.Count, 90, 1499);
        door.Mood = _ => 0;
        var (exit, last) = await Import(file);
        Assert.Equal((0, 1500, 1500), (exit, Number(last, "rows"), door.Accepted.Count));
        Assert.Contains("Continuing behind row", errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, door.Accepted["1"]);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Not_now_is_sent_again(int mood)
    {
        door.Mood = n => n is 1 or 2 ? mood : 0;
        Assert.Equal((0, 200), (await Import(Export(200)) is var (exit, _) ? exit : -1, door.Accepted.Count));
    }

    [Fact]
    public async Task A_rate_is_kept()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var (_, last) = await Import(Export(100), with: request => request with { Rate = 200 });
        Assert.Equal(300, Number(last, "accepted"));
        Assert.InRange(clock.Elapsed.TotalSeconds, 1.3, 30); // 300 events at 200 a second
    }

    [Fact]
    public async Task What_the_front_door_does_not_understand_ends_the_import_with_its_words()
    {
        door.Problem = """{"code":"which_account","detail":"Which account is it? Say ?account=NAME."}""";
        var (exit, _) = await Import(Export(10));
        Assert.Equal((ImportSession.WrongMapping, 1), (exit, door.Requests));
        Assert.StartsWith("Which account is it?", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_asks_the_front_door_about_the_first_records_and_sends_nothing()
    {
        var (exit, last) = await Import(Export(70), with: request => request with { DryRun = true });
        Assert.Equal((0, 50, 2), (exit, Number(last, "rows"), Number(last, "events")));
        Assert.Equal("/v1/imports/zendesk?account=acme&dry_run=true", Assert.Single(door.Paths));
        Assert.Contains("of the first 50 of 70 records; draft", output.ToString(), StringComparison.Ordinal);
        Assert.Empty(door.Accepted);
    }

    [Theory]
    [InlineData(true, false, null, "needs no --map")]
    [InlineData(false, true, null, "go with --from")]
    [InlineData(false, false, 0.0, "--rate")]
    public async Task What_does_not_go_together_is_said_before_anything_is_sent(bool map, bool account, double? rate, string says)
    {
        var (exit, _) = await Import(Export(1), with: request => request with
        {
            Map = map ? request.File : null,
            From = account ? null : "zendesk",
            Rate = rate,
        });
        Assert.Equal((ImportSession.WrongMapping, 0), (exit, door.Requests));
        Assert.Contains(says, errors.ToString(), StringComparison.Ordinal);
    }
}
