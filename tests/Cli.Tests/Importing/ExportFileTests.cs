using System.Globalization;
using System.Text;
using KpiPlatform.Cli.Importing;
using KpiPlatform.Cli.Importing.Rows;

namespace KpiPlatform.Cli.Tests.Importing;

/// <summary>The shapes exports come in, read record by record.</summary>
public sealed class ExportFileTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    private List<string> Records(string text, string name = "export.json") =>
        [.. ExportFile.Open(scratch.Write(name, text)).Read().Select(row => row.Problem is null ? row.Value!.ToJsonString() : $"line {row.Line}: {row.Problem}")];

    [Theory]
    [InlineData("""{"tickets":[{"id":1},{"id":2}],"count":2,"end_of_stream":true}""")]
    [InlineData("""{"count":2,"groups":[{"id":9,"tickets":[7]}],"tickets":[{"id":1},{"id":2}]}""")]
    [InlineData("""{"tickets":[{"id":1}]}{"tickets":[]} {"tickets":[{"id":2}]}""")]
    [InlineData("{\"tickets\":[{\"id\":1}]}\n{\"tickets\":[{\"id\":2}]}\n")]
    [InlineData("{\"id\":1}\n\n{\"id\":2}\n")]
    [InlineData("{\n  \"id\": 1\n}\n{\n  \"id\": 2\n}")]
    [InlineData("""[{"id":1},{"id":2}]""")]
    [InlineData("""[{"id":1}][{"id":2}]""")]
    [InlineData("""{"data":{"meta":{"all_count":2,"payload":[5]},"payload":[{"id":1},{"id":2}]}}""")]
    [InlineData("""{"meta":{},"payload":[{"id":1},{"id":2}]}""")]
    [InlineData("\uFEFF  \n[{\"id\":1},{\"id\":2}]")]
    [InlineData("\uFEFF{\"tickets\":[{\"id\":1},{\"id\":2}]}")]
    public void Whatever_is_around_them_the_records_come_out(string text) => Assert.Equal(["""{"id":1}""", """{"id":2}"""], Records(text));

    [Fact]
    public void Users_beside_the_tickets_give_each_ticket_the_roles_of_those_it_names()
    {
        var records = Records("""
            {"tickets":[{"id":1,"requester_id":7,"assignee_id":8,"comments":[{"author_id":9}]}],"users":[{"id":7,"role":"end-user","name":"Carl"},{"id":9,"role":"agent","email":"ada@example.org"}]}
            {"users":[{"id":8,"role":"admin"},{"id":99,"role":"agent"}],"tickets":[{"id":2,"assignee_id":null,"audits":[{"author_id":"9"}]},{"id":3,"users":[]}]}
            """);
        Assert.Equal(
        [
            """{"id":1,"requester_id":7,"assignee_id":8,"comments":[{"author_id":9}],"users":[{"id":"7","role":"end-user"},{"id":"8","role":"admin"},{"id":"9","role":"agent"}]}""",
            """{"id":2,"assignee_id":null,"audits":[{"author_id":"9"}],"users":[{"id":"9","role":"agent"}]}""",
            """{"id":3,"users":[]}""",
        ], records);
    }

    [Fact]
    public void Records_far_behind_other_things_are_found_too()
    {
        var text = $$"""{"users":[{{string.Join(',', Enumerable.Range(1, 120_000).Select(n => $$"""{"id":{{n}},"role":"end-user"}"""))}}],"tickets":[{"id":1,"requester_id":120000}]}""";
        Assert.Equal(["""{"id":1,"requester_id":120000,"users":[{"id":"120000","role":"end-user"}]}"""], Records(text));
    }

    [Fact]
    public void A_row_of_CSV_is_a_record_by_its_columns() =>
        Assert.Equal(["""{"Ticket ID":"1","Status":"Open, still"}"""], Records("Ticket ID,Status\n1,\"Open, still\"\n", "export.csv"));

    [Fact]
    public void A_broken_line_costs_only_itself() =>
        Assert.Collection(Records("{\"id\":1}\n{\"id\":\n{\"id\":3}\n"), a => Assert.Equal("""{"id":1}""", a), b => Assert.StartsWith("line 2: is not JSON", b, StringComparison.Ordinal), c => Assert.Equal("""{"id":3}""", c));

    [Fact]
    public void A_document_that_breaks_off_says_where_and_keeps_what_was_before()
    {
        var records = Records("{\"tickets\":[\n{\"id\":1},\n{\"id\":2,\n");
        Assert.Equal("""{"id":1}""", records[0]);
        Assert.Contains("Nothing behind it was read", Assert.Single(records[1..]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_object_is_named_with_its_line()
    {
        var records = Records("[\n{\"id\":1},\n7,\n{\"id\":2}]");
        Assert.Equal(["""{"id":1}""", "line 3: is not a JSON object", """{"id":2}"""], records);
    }

    [Fact]
    public void Records_larger_than_a_block_and_split_anywhere_stay_whole()
    {
        var text = new StringBuilder("{\"next_page\":null,\"tickets\":[");
        var random = new Random(4);
        var sizes = Enumerable.Range(0, 60).Select(_ => random.Next(1, 90_000)).Append(1_500_000).ToList();
        for (var i = 0; i < sizes.Count; i++) text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}\n{{\"id\":{i},\"tags\":[{{\"tickets\":[1]}}],\"x\":\"{new string('ä', sizes[i])}\"}}");
        var rows = ExportFile.Open(scratch.Write("large.json", text + "]}")).Read().ToList();
        Assert.Equal(sizes, rows.Select(row => row.Value!["x"]!.GetValue<string>().Length));
        Assert.Equal(Enumerable.Range(2, sizes.Count).Select(line => (long)line), rows.Select(row => row.Line));
    }

    [Fact]
    public void A_large_file_is_never_held_as_a_whole()
    {
        var file = Path.Combine(scratch.Path, "huge.json");
        using (var writer = new StreamWriter(file))
        {
            writer.Write("{\"tickets\":[{\"id\":0}");
            for (var i = 1; i < 60_000; i++) writer.Write(string.Create(CultureInfo.InvariantCulture, $",{{\"id\":{i},\"description\":\"{new string('x', 1000)}\"}}"));
            writer.Write("]}");
        }

        var (most, n) = (0L, 0);
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var _ in ExportFile.Open(file).Read())
        {
            if (++n % 10_000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.Equal(60_000, n);
        Assert.InRange(most, long.MinValue, 8 << 20); // of 60 MB
    }

    [Fact]
    public void An_export_goes_on_behind_the_records_that_are_done()
    {
        var plan = ImportPlan.LoadExport(scratch.Write("a.json", """{"tickets":[{"id":1},{"id":2},{"id":3}]}"""));
        Assert.Equal("""{"id":3}""", Assert.Single(plan.Rows(skip: 2)).Mapped.Events[0]);
        Assert.Equal(3, plan.CountRows());
    }
}
