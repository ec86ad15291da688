using KpiPlatform.Mapping;
using KpiPlatform.Mapping.Rows;

namespace KpiPlatform.Cli.Importing.Rows;

/// <summary>A file that can be read row by row, as often as one likes.</summary>
internal abstract class RowFile
{
    /// <summary>The columns of the header; null when the file has none.</summary>
    public virtual IReadOnlyList<string>? Columns => null;

    public abstract IEnumerable<Row> Read();

    /// <summary>Opens a file in the format the mapping says, else the one its name says.</summary>
    public static RowFile Open(string path, EventMapping? mapping)
    {
        var csv = mapping?.Format is { } format ? format == "csv" : Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".txt";
        return csv ? new CsvFile(path, mapping?.Csv ?? CsvShape.Default) : new NdjsonFile(path);
    }
}
