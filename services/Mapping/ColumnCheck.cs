namespace KpiPlatform.Mapping;

/// <summary>Whether a mapping asks only for columns that a CSV has.</summary>
internal static class ColumnCheck
{
    /// <summary>What does not fit, each mistake once.</summary>
    public static IReadOnlyList<MappingMistake> Of(EventMapping mapping, IReadOnlyList<string> columns)
    {
        var mistakes = new MappingMistakes();
        foreach (var (pointer, path) in mapping.Paths.Where(each => each.Path.Header is null))
        {
            if (path.Column is not { } column) mistakes.Add(pointer, $"{path} has several steps, but a CSV row only has columns");
            else if (!columns.Contains(column, StringComparer.Ordinal)) mistakes.Add(pointer, $"the file has no column \"{column}\"{MappingMistakes.Hint(column, [.. columns])}");
        }

        return [.. mistakes.All.Distinct()];
    }
}
