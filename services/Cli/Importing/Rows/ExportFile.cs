using KpiPlatform.Mapping;

namespace KpiPlatform.Cli.Importing.Rows;

/// <summary>Opens a vendor's export in the form it has: CSV by its name, else JSON in one of the shapes that pages, dumps and lines of records come in.</summary>
internal static class ExportFile
{
    /// <summary>Where vendors' APIs keep the records of a page. A document without any of these is a record itself.</summary>
    private static readonly string[][] Places = [["tickets"], ["data", "payload"], ["payload"]];

    public static RowFile Open(string path)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".txt") return new CsvFile(path, CsvShape.Default);
        if (StartsWithArray(path)) return new JsonRecords(path, []);
        foreach (var place in Places)
        {
            if (IsThere(path, place)) return new JsonRecords(path, place);
        }

        return IsOneLine(path) ? new NdjsonFile(path) : new JsonRecords(path, null);
    }

    private static bool StartsWithArray(string path)
    {
        using var reader = new StreamReader(path);
        int next;
        do next = reader.Read();
        while (next >= 0 && char.IsWhiteSpace((char)next));
        return next == '[';
    }

    /// <summary>True when a record is found at the place. Reads the whole file where there is none, so it looks only at its beginning: a page has its records first or near it.</summary>
    private static bool IsThere(string path, string[] place)
    {
        const int Beginning = 4 << 20;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var data = new byte[Math.Min(Beginning, file.Length)];
        var size = file.ReadAtLeast(data, data.Length, throwOnEndOfStream: false);
        var start = data.AsSpan(0, size).StartsWith("\uFEFF"u8) ? 3 : 0;
        return new JsonCursor(place).Reaches(data.AsSpan(start, size - start));
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
