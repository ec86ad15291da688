using KpiPlatform.Mapping;

namespace KpiPlatform.Cli.Importing.Rows;

/// <summary>Opens a vendor's export in the form it has: CSV by its name, else JSON in one of the shapes that pages, dumps and lines of records come in.</summary>
internal static class ExportFile
{
    /// <summary>Where vendors' APIs keep the records of a page. A document without any of these is a record itself.</summary>
    private static readonly string[][] Places = [["tickets"], ["data", "payload"], ["payload"]];

    private static readonly string[] Users = ["users"];

    public static RowFile Open(string path)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".txt") return new CsvFile(path, CsvShape.Default);
        if (StartsWithArray(path)) return new JsonRecords(path, []);
        if (Places.FirstOrDefault(place => JsonRecords.AreAt(path, place)) is not { } found) return IsOneLine(path) ? new NdjsonFile(path) : new JsonRecords(path, null);
        var records = new JsonRecords(path, found);
        return JsonRecords.AreAt(path, Users) ? new SideloadedUsers(records, new JsonRecords(path, Users)) : records;
    }

    private static bool StartsWithArray(string path)
    {
        using var reader = new StreamReader(path);
        int next;
        do next = reader.Read();
        while (next >= 0 && char.IsWhiteSpace((char)next));
        return next == '[';
    }

    /// <summary>Lines of JSON are read line by line, so that a broken one costs only itself.</summary>
    private static bool IsOneLine(string path)
    {
        using var reader = new StreamReader(path);
        for (var lines = 0; lines < 100 && reader.ReadLine() is { } line; lines++)
        {
            var text = line.Trim();
            if (text.Length > 0) return text[0] == '{' && text[^1] == '}';
        }

        return true;
    }
}
