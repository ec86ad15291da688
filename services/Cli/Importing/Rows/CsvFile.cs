using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;
using KpiPlatform.Cli.Importing.Mapping;

namespace KpiPlatform.Cli.Importing.Rows;

/// <summary>A CSV file with a header. A row with too few or too many fields, or with stray quotes, has a problem and the rest goes on.</summary>
internal sealed class CsvFile(string path, CsvShape shape) : RowFile
{
    private IReadOnlyList<string>? _columns;

    public override IReadOnlyList<string> Columns => _columns ??= Header();

    public override IEnumerable<Row> Read()
    {
        var columns = Columns;
        var bad = false;
        using var reader = Reader();
        using var parser = new CsvParser(reader, Configuration(() => bad = true));
        parser.Read();
        for (var line = parser.RawRow + 1; parser.Read(); line = parser.RawRow + 1)
        {
            var fields = parser.Record!;
            var raw = parser.RawRecord.TrimEnd('\r', '\n');
            var problem = bad ? "has a quote in the wrong place"
                : fields.Length == columns.Count ? null
                : string.Create(CultureInfo.InvariantCulture, $"has {fields.Length} fields, the header has {columns.Count}");
            bad = false;
            yield return new Row(line, problem is null ? Value(columns, fields) : null, raw, problem);
        }
    }

    private static JsonObject Value(IReadOnlyList<string> columns, string[] fields)
    {
        var row = new JsonObject();
        for (var i = 0; i < fields.Length; i++) row[columns[i]] = fields[i];
        return row;
    }

    private string[] Header()
    {
        using var reader = Reader();
        using var parser = new CsvParser(reader, Configuration(() => { }));
        return parser.Read() ? [.. parser.Record!.Select(name => name.Trim())] : [];
    }

    private StreamReader Reader() => new(path, shape.Encoding switch
    {
        "latin1" => Encoding.Latin1,
        "utf-16" => Encoding.Unicode,
        _ => Encoding.UTF8,
    });

    private CsvConfiguration Configuration(Action bad) => new(CultureInfo.InvariantCulture)
    {
        Delimiter = shape.Delimiter == "tab" ? "\t" : shape.Delimiter,
        BadDataFound = _ => bad(),
        IgnoreBlankLines = true,
        CountBytes = false,
    };
}
