using System.Text;

namespace KpiPlatform.Ingestion.Commands;

/// <summary>A small payload of a vendor's shape: <c>Sources/Samples/{source}.json</c> (or .eml, .txt), its headers <c>{source}.headers</c>.</summary>
internal sealed record Sample(byte[] Body, HeaderDictionary Headers)
{
    private const string Folder = "samples/";

    /// <summary>Null for a source without one.</summary>
    public static Sample? Of(string source)
    {
        var names = typeof(Sample).Assembly.GetManifestResourceNames().Where(name => name.StartsWith($"{Folder}{source}.", StringComparison.Ordinal)).ToList();
        if (names.Find(name => !name.EndsWith(".headers", StringComparison.Ordinal)) is not { } payload) return null;
        var headers = names.Find(name => name.EndsWith(".headers", StringComparison.Ordinal)) is { } file ? HeaderFile.Parse(Encoding.UTF8.GetString(Read(file))) : [];
        if (!headers.ContainsKey("Content-Type")) headers["Content-Type"] = "application/json";
        return new Sample(Read(payload), headers);
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(Sample).Assembly.GetManifestResourceStream(name)!;
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }
}
