using KpiPlatform.Cli.Importing.Rows;
using KpiPlatform.Mapping;
using KpiPlatform.Mapping.Rows;

namespace KpiPlatform.Cli.Importing;

/// <summary>A file and how to read it, checked: from here on only single rows can be wrong.</summary>
internal sealed class ImportPlan
{
    private readonly Mapper? _mapper;
    private readonly RowFile _file;

    /// <summary>True when the rows are a vendor's own records, which ingestion reads.</summary>
    public bool IsExport { get; private init; }

    private ImportPlan(RowFile file, Mapper? mapper) => (_file, _mapper) = (file, mapper);

    /// <summary>Throws <see cref="MappingException"/> when the mapping is wrong or does not fit the file.</summary>
    public static ImportPlan Load(string path, string? map)
    {
        var mapping = map is null ? null : MappingReader.Read(map);
        var file = RowFile.Open(path, mapping);
        if (mapping is null)
        {
            if (file.Columns is not null) throw new MappingException([new("", "a CSV file needs --map: which of its columns say what (docs/import.md)")]);
            return new ImportPlan(file, null);
        }

        CheckIsForFiles(mapping);
        if (file.Columns is { } columns && ColumnCheck.Of(mapping, columns) is { Count: > 0 } missing) throw new MappingException(missing);
        var firsts = new FirstRows(mapping);
        if (mapping.Firsts.Any())
        {
            foreach (var row in file.Read().Where(row => row.Value is not null)) firsts.See(row.Value!, row.Line);
        }

        return new ImportPlan(file, new Mapper(mapping, firsts));
    }

    /// <summary>An export of a help desk, whose records are passed as they are.</summary>
    public static ImportPlan LoadExport(string path) => new(ExportFile.Open(path), mapper: null) { IsExport = true };

    /// <summary>The rows behind the first <paramref name="skip"/>, and what they came to. Without a mapping the rows are events as they are.</summary>
    public IEnumerable<(Row Row, Mapped Mapped)> Rows(long skip = 0) => _file.Read().Where((_, i) => i >= skip).Select(row => (row, Map(row)));

    public long CountRows() => _file.Read().LongCount();

    private Mapped Map(Row row) =>
        row.Value is null ? new Mapped([], [], [new("", row.Problem ?? "can't be read")])
        : IsExport ? new Mapped([row.Value.ToJsonString()], [], [])
        : _mapper is null ? new Mapped([row.Raw], [], [])
        : _mapper.Map(row.Value, row.Line);

    /// <summary>What only a webhook has: headers, and a body that holds its rows somewhere inside.</summary>
    private static void CheckIsForFiles(EventMapping mapping)
    {
        var mistakes = mapping.Paths.Where(each => each.Path.Header is not null).Select(each => new MappingMistake(each.Pointer, $"{each.Path} is a header, and a file has none")).ToList();
        if (mapping.Items is not null) mistakes.Add(new("/items", "is for webhooks: in a file each line is a row"));
        if (mapping.Format == "json") mistakes.Add(new("/format", "a file is csv or ndjson; json is for webhooks"));
        if (mistakes.Count > 0) throw new MappingException(mistakes);
    }
}
