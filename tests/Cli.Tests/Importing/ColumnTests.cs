using KpiPlatform.Cli.Importing;
using KpiPlatform.Mapping;

namespace KpiPlatform.Cli.Tests.Importing;

/// <summary>A mapping that is right by itself may still not fit the file.</summary>
public sealed class ColumnTests
{
    private static string Map(string more = "") =>
        $$"""{"source":"/x","subject":"$.ticket","time":{"from":"$.at"},"rules":[{"emit":{"type":"helpdesk.ticket.pended"} }]{{more}}}""";

    [Fact]
    public void A_column_the_file_does_not_have_is_named_where_the_mapping_asks_for_it()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("a.csv", "Ticket,at\n1,2024-01-01\n");
        var wrong = Assert.Throws<MappingException>(() => ImportPlan.Load(file, Map()));
        Assert.Equal(("/subject", "the file has no column \"ticket\"; did you mean \"Ticket\"?"), (wrong.Mistakes[0].Pointer, wrong.Mistakes[0].Detail));
    }

    [Fact]
    public void A_path_of_several_steps_does_not_fit_a_csv_file()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("a.csv", "ticket,at\n1,2024-01-01\n");
        var wrong = Assert.Throws<MappingException>(() => ImportPlan.Load(file, Map(more: ""","id":"$.ticket.id" """)));
        Assert.Contains("only has columns", Assert.Single(wrong.Mistakes).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_csv_file_without_a_mapping_is_refused()
    {
        using var scratch = new Scratch();
        Assert.Contains("needs --map", Assert.Throws<MappingException>(() => ImportPlan.Load(scratch.Write("a.csv", "a\n1\n"), null)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""","id":"{$header.X-Id}" """, "/id", "a file has none")]
    [InlineData(""","items":"$.events" """, "/items", "is for webhooks")]
    [InlineData(""","format":"json" """, "/format", "json is for webhooks")]
    public void What_only_a_webhook_has_is_refused_for_a_file(string more, string place, string says)
    {
        using var scratch = new Scratch();
        var mistake = Assert.Single(Assert.Throws<MappingException>(() => ImportPlan.Load(scratch.Write("a.ndjson", "{}\n"), Map(more))).Mistakes);
        Assert.Equal(place, mistake.Pointer);
        Assert.Contains(says, mistake.Detail, StringComparison.Ordinal);
    }
}
