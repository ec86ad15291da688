namespace KpiPlatform.Query.Reading;

/// <summary>The statements that are kept in .sql files beside the code.</summary>
internal static class SqlFile
{
    public static string Read(string name)
    {
        using var stream = typeof(SqlFile).Assembly.GetManifestResourceStream($"KpiPlatform.Query.Reading.Sql.{name}.sql")
            ?? throw new InvalidOperationException($"The program has no {name}.sql.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
