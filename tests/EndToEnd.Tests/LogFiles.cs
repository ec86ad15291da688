using System.Runtime.CompilerServices;
using System.Text.Json;
using KpiPlatform.Testing;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>A help desk's log and what a separate program (or a person) computed from it.</summary>
internal sealed record LogFiles(string Log, Dataset Expected)
{
    public static string Map => Path.Combine(SharedFolder.Root, "docs", "examples", "helpdesk-log.map.json");

    /// <summary>The small log of this repository, or the real one of the shared folder; null where that is not there.</summary>
    public static LogFiles? Find(string which)
    {
        var log = which == "small" ? Path.Combine(Here(), "datasets", "small-log.csv") : SharedFolder.File("datasets/helpdesk-log.csv");
        if (log is null) return null;
        return new(log, new(JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.ChangeExtension(log, "expected.json")))));
    }

    /// <summary>The same rows, the last one first.</summary>
    public string Reversed()
    {
        var rows = File.ReadAllLines(Log);
        var file = Path.Combine(Directory.CreateTempSubdirectory("kpi-reversed-").FullName, "log.csv");
        File.WriteAllLines(file, rows.Skip(1).Where(r => r.Length > 0).Reverse().Prepend(rows[0]));
        return file;
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
