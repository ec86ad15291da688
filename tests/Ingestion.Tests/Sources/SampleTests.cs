using System.Text;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Trying;
using KpiPlatform.Testing;
using Microsoft.AspNetCore.Http;

namespace KpiPlatform.Ingestion.Tests.Sources;

/// <summary>
/// What every sample payload becomes. A sample is <c>Samples/{source}/{name}.json</c> (or .eml, .multipart.txt), its headers <c>{name}.headers</c> ("Name: value" lines), its options
/// <c>{name}.options</c> (JSON), what it must become <c>{name}.expected</c>. Vendors' own payloads, where they are at hand, have theirs under <c>Vendors/</c>, by the same names.
/// <c>KPI_WRITE_SAMPLES=1</c> writes the expected files; read them before you commit them.
/// </summary>
public sealed class SampleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static string Here { get; } = Path.Combine(SharedFolder.Root, "tests/Ingestion.Tests/Sources");

    private static string? VendorsOwn { get; } = Path.Combine(SharedFolder.Path, "webhooks/payloads") is var folder && Directory.Exists(folder) ? folder : null;

    public static TheoryData<string> Ours => [.. Payloads(Path.Combine(Here, "Samples"))];

    public static TheoryData<string> Theirs => VendorsOwn is { } folder ? [.. Payloads(folder)] : [];

    [Theory]
    [MemberData(nameof(Ours))]
    public void A_sample_becomes_what_it_should(string payload) => Check(Path.Combine(Here, "Samples", payload), Path.Combine(Here, "Samples", payload));

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Theirs))]
    public void A_vendors_own_payload_becomes_what_it_should(string payload) =>
        Check(Path.Combine(VendorsOwn!, payload), Path.Combine(Here, "Vendors", payload));

    internal static string SourceOf(string payload)
    {
        var folder = payload.Split('/')[0];
        return folder == "email" ? Path.GetFileName(payload).Split('.')[0] switch { "rfc5322" => "email", var name => name } : folder;
    }

    private static void Check(string payload, string beside)
    {
        var source = SourceCatalogue.Find(SourceOf(Path.GetRelativePath(Path.GetDirectoryName(Path.GetDirectoryName(payload))!, payload)));
        Assert.NotNull(source);
        var becomes = TryPayload.Run(source, File.ReadAllBytes(payload), Headers(beside + ".headers"), Now, Options(beside + ".options")).ToJson(readable: true) + "\n";
        var expected = beside + ".expected";
        if (Environment.GetEnvironmentVariable("KPI_WRITE_SAMPLES") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(expected)!);
            File.WriteAllText(expected, becomes);
        }

        Assert.True(File.Exists(expected), $"{expected} is missing; this is what it becomes:\n{becomes}");
        Assert.Equal(File.ReadAllText(expected), becomes);
    }

    private static IEnumerable<string> Payloads(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".json" or ".eml" || file.EndsWith(".multipart.txt", StringComparison.Ordinal))
        .Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal);

    private static HeaderDictionary Headers(string file)
    {
        var headers = new HeaderDictionary();
        foreach (var line in File.Exists(file) ? File.ReadAllLines(file, Encoding.UTF8) : [])
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) headers.Append(line[..colon].Trim(), line[(colon + 1)..].Trim());
        }

        return headers;
    }

    private static System.Text.Json.JsonElement Options(string file) =>
        File.Exists(file) ? System.Text.Json.JsonDocument.Parse(File.ReadAllText(file)).RootElement : default;
}
