namespace KpiPlatform.Aggregator.Storage;

/// <summary>The statements that are kept in .sql files beside the code.</summary>
internal static class SqlFile
{
    /// <param name="path">Folder and name without ending, with dots: <c>Storage.Sql.load_timelines</c>.</param>
    public static string Read(string path)
    {
        var name = $"KpiPlatform.Aggregator.{path}.sql";
        using var stream = typeof(SqlFile).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The program has no {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
