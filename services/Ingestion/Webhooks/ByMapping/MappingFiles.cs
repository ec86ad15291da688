using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using KpiPlatform.Mapping;

namespace KpiPlatform.Ingestion.Webhooks.ByMapping;

/// <summary>A connection's mapping, or what is wrong with it, naming each place.</summary>
internal sealed record FoundMapping(EventMapping? Mapping, string? Problem);

/// <summary>
/// The mappings of connections: the option <c>map</c> is the path of a mapping file, <c>mapping</c> one written there. A file is looked at with every delivery, and
/// read and checked when it has changed.
/// </summary>
internal sealed class MappingFiles
{
    private readonly ConcurrentDictionary<(string Path, string Source), Loaded> files = new();
    private readonly ConditionalWeakTable<Connection, FoundMapping> written = [];

    public FoundMapping Find(Connection connection)
    {
        if (connection.Option("map") is { } path) return OfFile(Path.GetFullPath(Path.Combine(connection.Folder, path)), connection.EventSource);
        var inline = connection.Options["mapping"];
        return inline.IsObject
            ? written.GetValue(connection, _ => Check(inline.Json.GetRawText(), "mapping", connection.EventSource))
            : new FoundMapping(null, "It has neither the option map (the path of a mapping file) nor mapping (the mapping itself).");
    }

    private FoundMapping OfFile(string path, string source)
    {
        var file = new FileInfo(path);
        if (!file.Exists) return new FoundMapping(null, $"There is no mapping file {Path.GetFileName(path)}.");
        var (time, length) = (file.LastWriteTimeUtc, file.Length);
        if (files.TryGetValue((path, source), out var known) && known.Time == time && known.Length == length) return known.Found;
        try
        {
            var loaded = new Loaded(time, length, Check(File.ReadAllText(path), file.Name, source));
            files[(path, source)] = loaded;
            return loaded.Found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new FoundMapping(null, $"The mapping file {file.Name} cannot be read.");
        }
    }

    private static FoundMapping Check(string json, string name, string source)
    {
        try
        {
            var mapping = MappingReader.Read(json, source);
            return mapping.Firsts.Any()
                ? new FoundMapping(null, $"{name}: first_of is for files; a webhook does not know the rows before it.")
                : new FoundMapping(mapping, null);
        }
        catch (MappingException wrong)
        {
            return new FoundMapping(null, $"{name}: {string.Join("; ", wrong.Mistakes)}");
        }
    }

    private sealed record Loaded(DateTime Time, long Length, FoundMapping Found);
}
