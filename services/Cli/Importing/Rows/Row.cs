using System.Text.Json.Nodes;

namespace KpiPlatform.Cli.Importing.Rows;

/// <summary>A row of a file: the line it begins on (from 1), what it holds, and how it is written. With a problem it holds nothing.</summary>
internal sealed record Row(long Line, JsonObject? Value, string Raw, string? Problem = null);

/// <summary>A file that can be read row by row, as often as one likes.</summary>
internal abstract class RowFile
{
    /// <summary>The columns of the header; null when the file has none.</summary>
    public virtual IReadOnlyList<string>? Columns => null;

    public abstract IEnumerable<Row> Read();

    /// <summary>Opens a file in the format the mapping says, else the one its name says.</summary>
    public static RowFile Open(string path, Mapping.EventMapping? mapping)
    {
        var csv = mapping?.Format is { } format ? format == "csv" : Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".txt";
        return csv ? new CsvFile(path, mapping?.Csv ?? Mapping.CsvShape.Default) : new NdjsonFile(path);
    }
}
