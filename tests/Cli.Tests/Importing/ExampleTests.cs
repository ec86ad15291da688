using System.Text.Json.Nodes;
using KpiPlatform.Cli.Importing;

namespace KpiPlatform.Cli.Tests.Importing;

public sealed class ExampleTests
{
    [Fact]
    public void The_example_with_one_row_a_ticket_gives_what_its_columns_say()
    {
        var plan = ImportPlan.Load(Checkout.Example("one-row-per-ticket.csv"), File.ReadAllText(Checkout.Example("one-row-per-ticket.map.json")));
        var rows = plan.Rows().ToList();
        Assert.All(rows, row => Assert.Empty(row.Mapped.Errors));
        Assert.Equal([4, 3, 2, 4], rows.Select(row => row.Mapped.Events.Count));
        var events = rows.SelectMany(row => row.Mapped.Events).Select(each => JsonNode.Parse(each)!).ToList();
        Assert.Equal(events.Count, events.Select(each => (string)each["id"]!).Distinct().Count());
        Assert.Equal("2024-03-04T08:12:00Z", (string)events[0]["time"]!);
        Assert.Equal("""{"channel":"other","customer":"c-17","category":"defect","team":"technical","priority":"urgent","tags":["printer","driver"]}""", events[7]["data"]!.ToJsonString());
    }

    [Fact]
    public void The_schema_of_mappings_is_json_and_knows_the_members_the_reader_knows()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Checkout.Example("mapping.schema.json")))!;
        var known = schema["properties"]!.AsObject().Select(each => each.Key).Order(StringComparer.Ordinal);
        Assert.Equal(["$schema", "csv", "description", "format", "id", "items", "otherwise", "rules", "source", "subject", "time"], known);
    }
}
