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
    private const int Block = 1 << 18;
    private const int LargestRecord = 64 << 20;

    public override IEnumerable<Row> Read()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
        var cursor = new JsonCursor(place);
        var (buffer, start, end, line, isLast) = (new byte[Block], 0, 0, 1L, false);
        while (true)
        {
            var step = cursor.Next(buffer.AsSpan(start, end - start), isLast);
            line += Lines(buffer.AsSpan(start, step.Start));
            if (step.Record is { } record)
            {
                yield return Parse(line, buffer.AsSpan(start + step.Start, record));
            }
            else if (step.Problem is { } problem)
            {
                yield return new Row(line, null, "", problem);
                yield break;
            }

            line += Lines(buffer.AsSpan(start + step.Start, step.Consumed - step.Start));
            start += step.Consumed;
            if (step.Record is not null) continue;
            if (isLast) yield break;
            if (end - start > LargestRecord)
            {
                yield return new Row(line, null, "", "is a record of more than 64 MB; nothing behind it was read");
                yield break;
            }

            (buffer, end) = Moved(buffer, start, end);
            start = 0;
            var read = file.Read(buffer, end, buffer.Length - end);
            isLast = read == 0;
            end += read;
            if (line == 1 && buffer.AsSpan(0, end).StartsWith("\uFEFF"u8)) start = 3;
        }
    }

    /// <summary>What is left, at the beginning of a buffer that has room behind it.</summary>
    private static (byte[] Buffer, int End) Moved(byte[] buffer, int start, int end)
    {
        var left = end - start;
        var target = left > buffer.Length / 2 ? new byte[buffer.Length * 2] : buffer;
        buffer.AsSpan(start, left).CopyTo(target);
        return (target, left);
    }

    /// <summary>On one line, as it is sent.</summary>
    private static Row Parse(long line, ReadOnlySpan<byte> json)
    {
        var text = Encoding.UTF8.GetString(json);
        try
        {
            return JsonNode.Parse(text) is JsonObject record ? new Row(line, record, record.ToJsonString()) : new Row(line, null, text, "is not a JSON object");
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or InvalidOperationException)
        {
            return new Row(line, null, text, $"is not JSON: {wrong.Message}");
        }
    }

    private static long Lines(ReadOnlySpan<byte> bytes) => System.MemoryExtensions.Count(bytes, (byte)'\n');
}
