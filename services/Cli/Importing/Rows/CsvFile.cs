using KpiPlatform.Mapping;
using KpiPlatform.Mapping.Rows;

namespace KpiPlatform.Cli.Importing.Rows;

/// <summary>A CSV file with a header.</summary>
internal sealed class CsvFile(string path, CsvShape shape) : RowFile
{
    private IReadOnlyList<string>? _columns;

    public override IReadOnlyList<string> Columns => _columns ??= Header();

    public override IEnumerable<Row> Read()
    {
        using var reader = Reader();
        foreach (var row in CsvRows.Read(reader, shape)) yield return row;
    }

    private IReadOnlyList<string> Header()
    {
        using var reader = Reader();
        return CsvRows.Columns(reader, shape);
    }

    private StreamReader Reader() => new(path, shape.Text);
}
