using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;

namespace KpiPlatform.Mapping.Rows;

/// <summary>CSV with a header. A row with too few or too many fields, or with stray quotes, has a problem and the rest goes on.</summary>
internal static class CsvRows
{
    /// <summary>The names in the header; none when there is nothing.</summary>
    public static IReadOnlyList<string> Columns(TextReader text, CsvShape shape)
    {
        using var parser = new CsvParser(text, Configuration(shape, () => { }));
        return parser.Read() ? Names(parser) : [];
    }

    public static IEnumerable<Row> Read(TextReader text, CsvShape shape)
    {
        var bad = false;
        using var parser = new CsvParser(text, Configuration(shape, () => bad = true));
        var columns = parser.Read() ? Names(parser) : [];
        bad = false;
        for (var line = parser.RawRow + 1; parser.Read(); line = parser.RawRow + 1)
        {
            var fields = parser.Record!;
            var raw = parser.RawRecord.TrimEnd('\r', '\n');
            var problem = bad ? "has a quote in the wrong place"
                : fields.Length == columns.Length ? null
                : string.Create(CultureInfo.InvariantCulture, $"has {fields.Length} fields, the header has {columns.Length}");
            bad = false;
            yield return new Row(line, problem is null ? Value(columns, fields) : null, raw, problem);
        }
    }

    private static string[] Names(CsvParser parser) => [.. parser.Record!.Select(name => name.Trim())];

    private static JsonObject Value(string[] columns, string[] fields)
    {
        var row = new JsonObject();
        for (var i = 0; i < fields.Length; i++) row[columns[i]] = fields[i];
        return row;
    }

    private static CsvConfiguration Configuration(CsvShape shape, Action bad) => new(CultureInfo.InvariantCulture)
    {
        Delimiter = shape.Delimiter == "tab" ? "\t" : shape.Delimiter,
        BadDataFound = _ => bad(),
        IgnoreBlankLines = true,
        CountBytes = false,
    };
}
