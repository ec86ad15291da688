using KpiPlatform.Cli.Importing.Rows;
using KpiPlatform.Mapping;
using KpiPlatform.Mapping.Rows;

namespace KpiPlatform.Cli.Importing;

/// <summary>A file and how to read it, checked: from here on only single rows can be wrong.</summary>
internal sealed class ImportPlan
{
    private readonly Mapper? _mapper;
    private readonly RowFile _file;

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

        CheckColumns(mapping, file);
        var firsts = new FirstRows(mapping);
        if (mapping.Firsts.Any())
        {
            foreach (var row in file.Read().Where(row => row.Value is not null)) firsts.See(row.Value!, row.Line);
        }

        return new ImportPlan(file, new Mapper(mapping, firsts));
    }

    /// <summary>The rows behind the first <paramref name="skip"/>, and what they came to. Without a mapping the rows are events as they are.</summary>
    public IEnumerable<(Row Row, Mapped Mapped)> Rows(long skip = 0) => _file.Read().Where((_, i) => i >= skip).Select(row => (row, Map(row)));

    public long CountRows() => _file.Read().LongCount();

    private Mapped Map(Row row) =>
        row.Value is null ? new Mapped([], [], [new("", row.Problem ?? "can't be read")])
        : _mapper is null ? new Mapped([row.Raw], [], [])
        : _mapper.Map(row.Value, row.Line);

    private static void CheckColumns(EventMapping mapping, RowFile file)
    {
        if (file.Columns is not { } columns) return;
        var mistakes = new MappingMistakes();
        foreach (var (pointer, path) in mapping.Paths)
        {
            if (path.Column is not { } column) mistakes.Add(pointer, $"{path} has several steps, but a CSV row only has columns");
            else if (!columns.Contains(column, StringComparer.Ordinal)) mistakes.Add(pointer, $"the file has no column \"{column}\"{MappingMistakes.Hint(column, [.. columns])}");
        }

        if (mistakes.All.Count > 0) throw new MappingException([.. mistakes.All.Distinct()]);
    }
}
