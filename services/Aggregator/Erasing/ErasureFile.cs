using System.Text.Json;

namespace KpiPlatform.Aggregator.Erasing;

/// <summary>
/// The list of who was erased, outside the database (<c>KPI_ERASURES_FILE</c>): a backup of before does not know of it. A line a person, without what the person could be found by.
/// </summary>
internal sealed class ErasureFile(string path)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Those whose traces may still be in a backup, and nobody twice.</summary>
    public List<Erased> Read() => !File.Exists(path) ? [] :
        [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<Erased>(line, Json)!).GroupBy(e => (e.Workspace, e.Mark)).Select(same => same.MaxBy(e => e.At)!)];

    public void Add(IEnumerable<Erased> people)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write);
        foreach (var person in people) file.Write([.. JsonSerializer.SerializeToUtf8Bytes(person, Json), (byte)'\n']);
        file.Flush(flushToDisk: true);
    }
}
