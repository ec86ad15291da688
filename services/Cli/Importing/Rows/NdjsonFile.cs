using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiPlatform.Mapping.Rows;

namespace KpiPlatform.Cli.Importing.Rows;

/// <summary>One JSON object a line. Empty lines are skipped.</summary>
internal sealed class NdjsonFile(string path) : RowFile
{
    public override IEnumerable<Row> Read()
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        for (var line = 1L; reader.ReadLine() is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text)) yield return Parse(line, text);
        }
    }

    private static Row Parse(long line, string text)
    {
        try
        {
            if (JsonNode.Parse(text) is not JsonObject row) return new Row(line, null, text, "is not a JSON object");
            _ = row.Count; // A name given twice is found here, not in the middle of the mapping.
            return new Row(line, row, text);
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            return new Row(line, null, text, $"is not JSON: {wrong.Message}");
        }
    }
}
