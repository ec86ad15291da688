using System.Text.Encodings.Web;
using System.Text.Json;

namespace KpiPlatform.Ingestion.Commands;

/// <summary>Words for people and objects for programs: with --json, standard output holds one JSON object in its last line. Complaints go to standard error.</summary>
internal static class Say
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Line(string text = "") => Console.Out.WriteLine(text);

    public static void Error(string text) => Console.Error.WriteLine(text);

    public static void Object(object value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>Aligned columns, no frame, so that it can be read, copied and cut.</summary>
    public static void Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.Prepend(head).ToList();
        var widths = head.Select((_, column) => all.Max(row => row[column].Length)).ToList();
        foreach (var row in all) Line(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
