using System.Globalization;
using System.Text.Json.Nodes;

namespace KpiPlatform.Ingestion.Docs;

/// <summary>A payload and what it becomes, as a row of the table.</summary>
/// <param name="Events">The events' types in the order they first come, with how many where there are several.</param>
internal sealed record SampleRow(string Payload, string Outcome, string Reason, string Events)
{
    /// <summary>Of what <see cref="Trying.Outcome.ToJson"/> wrote.</summary>
    public static SampleRow Of(string payload, string expected)
    {
        var json = JsonNode.Parse(expected)!;
        var types = json["events"]!.AsArray().Select(e => (string)e!["type"]!).CountBy(type => type, StringComparer.Ordinal)
            .Select(count => count.Value == 1 ? $"`{Short(count.Key)}`" : string.Create(CultureInfo.InvariantCulture, $"{count.Value} × `{Short(count.Key)}`"));
        return new SampleRow($"`{payload}`", (string)json["outcome"]!, Cell((string?)json["reason"] ?? ""), string.Join(", ", types));
    }

    private static string Short(string type) => type.StartsWith("helpdesk.", StringComparison.Ordinal) ? type["helpdesk.".Length..] : type;

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
