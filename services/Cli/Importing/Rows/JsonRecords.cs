using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiPlatform.Mapping.Rows;

namespace KpiPlatform.Cli.Importing.Rows;

/// <summary>
/// The records of a JSON export, however large it is: the elements of the arrays at one place (<c>tickets</c>, <c>data.payload</c>, or the top itself), in a file that may
/// hold several such documents one behind the other; or, without a place, the documents themselves. Only one record at a time is held.
/// </summary>
/// <param name="place">The members that lead to the array; empty for an array at the top; null when each document is a record.</param>
internal sealed class JsonRecords(string path, IReadOnlyList<string>? place) : RowFile
{
    private const int LargestRecord = 64 << 20;

    public override IEnumerable<Row> Read()
    {
        using var blocks = new Blocks(path);
        var (cursor, line) = (new JsonCursor(place), 1L);
        while (true)
        {
            var step = cursor.Next(blocks.Data, blocks.IsLast);
            line += Lines(blocks.Data[..step.Start]);
            var row = step.Record is { } size ? Parse(line, blocks.Data.Slice(step.Start, size)) : step.Problem is { } problem ? new Row(line, null, "", problem) : null;
            line += Lines(blocks.Data[step.Start..step.Consumed]);
            blocks.Consume(step.Consumed);
            if (row is not null) yield return row;
            if (step.Record is not null) continue;
            if (step.Problem is not null || blocks.IsLast) yield break;
            if (blocks.Data.Length > LargestRecord)
            {
                yield return new Row(line, null, "", "is a record of more than 64 MB. Nothing behind it was read.");
                yield break;
            }

            blocks.More();
        }
    }

    /// <summary>True when the first document has an array at the place, be it empty.</summary>
    public static bool AreAt(string path, IReadOnlyList<string> place)
    {
        using var blocks = new Blocks(path);
        var cursor = new JsonCursor(place);
        while (true)
        {
            if (cursor.Seek(blocks.Data, blocks.IsLast, out var consumed) is { } found) return found;
            blocks.Consume(consumed);
            if (blocks.IsLast || blocks.Data.Length > LargestRecord) return false;
            blocks.More();
        }
    }

    /// <summary>On one line, as it is sent.</summary>
    private static Row Parse(long line, ReadOnlySpan<byte> json)
    {
        var text = Encoding.UTF8.GetString(json);
        try
        {
            if (JsonNode.Parse(text) is not JsonObject record) return new Row(line, null, text, "is not a JSON object");
            return new Row(line, record, record.ToJsonString());
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or InvalidOperationException)
        {
            return new Row(line, null, text, $"is not JSON: {wrong.Message}");
        }
    }

    private static long Lines(ReadOnlySpan<byte> bytes) => bytes.Count((byte)'\n');
}
