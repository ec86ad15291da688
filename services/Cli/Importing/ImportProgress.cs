using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KpiPlatform.Cli.Importing;

/// <summary>
/// How far an import is, in <c>KPI_HOME/imports/&lt;hash of file, mapping and target&gt;.json</c>, and beside it the rows that were refused.
/// Written after each batch in the file's order, so everything before it is done; what comes after may be sent again, which counts nothing.
/// </summary>
internal sealed class ImportProgress
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly string _path;
    private readonly Kept _kept;

    private ImportProgress(string path, Kept kept) => (_path, _kept) = (path, kept);

    internal sealed record Kept(
        [property: JsonPropertyName("file")] string File,
        [property: JsonPropertyName("file_state")] string FileState,
        [property: JsonPropertyName("totals")] ImportTotals Totals)
    {
        [JsonPropertyName("refused_bytes")] public long RefusedBytes { get; set; }
        [JsonPropertyName("done")] public bool Done { get; set; }
    }

    public ImportTotals Totals => _kept.Totals;

    /// <summary>Where the refused rows are.</summary>
    public string RefusedPath => Path.ChangeExtension(_path, ".refused.ndjson");

    /// <summary>Continues what was broken off; starts over when asked to, when the file has changed since, or when it was done: importing twice is allowed.</summary>
    public static ImportProgress Open(string home, string file, string? map, Uri ingest, string? workspace, bool restart)
    {
        var full = Path.GetFullPath(file);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{full}\n{map}\n{ingest}\n{workspace}")).AsSpan(0, 8));
        var info = new FileInfo(full);
        var state = $"{info.Length} bytes of {info.LastWriteTimeUtc:O}";
        var path = Path.Combine(home, "imports", name + ".json");
        var kept = restart ? null : Load(path);
        if (kept is null || kept.Done || kept.FileState != state) kept = new Kept(full, state, new ImportTotals());
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var progress = new ImportProgress(path, kept);
        if (kept.RefusedBytes == 0) File.Delete(progress.RefusedPath);
        return progress;
    }

    /// <summary>A batch is through.</summary>
    public void Add(Batch batch, Sending.SendAnswer answer)
    {
        if (batch.Refused.Count > 0) Append(batch.Refused);
        _kept.Totals.Add(batch, answer);
        Save();
    }

    public void Finish()
    {
        _kept.Done = true;
        Save();
    }

    private void Append(List<RefusedRow> refused)
    {
        using var file = new FileStream(RefusedPath, FileMode.OpenOrCreate, FileAccess.Write);
        file.SetLength(_kept.RefusedBytes); // Lines of a batch that was not noted as done are written again.
        _ = file.Seek(0, SeekOrigin.End);
        foreach (var row in refused) file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(row, OneLine) + "\n"));
        _kept.RefusedBytes = file.Length;
    }

    private void Save()
    {
        File.WriteAllText(_path + ".new", JsonSerializer.Serialize(_kept, Readable));
        File.Move(_path + ".new", _path, overwrite: true);
    }

    private static Kept? Load(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Kept>(File.ReadAllText(path)) : null;
        }
        catch (JsonException)
        {
            return null; // Starting over is always right.
        }
    }
}
