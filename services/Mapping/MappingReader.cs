using System.Text.Json;
using System.Text.Json.Nodes;

namespace KpiPlatform.Mapping;

/// <summary>Reads a mapping file whole and names all its mistakes at once.</summary>
internal static class MappingReader
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly string[] Members =
        ["$schema", "description", "format", "csv", "items", "source", "subject", "id", "time", "rules", "otherwise"];

    private static readonly string[] Needed = ["subject", "rules"];

    /// <summary>Throws <see cref="MappingException"/>. <paramref name="source"/> is the events' source where the mapping gives none; null when it must.</summary>
    public static EventMapping Read(string json, string? source = null)
    {
        var mistakes = new MappingMistakes();
        var top = Section.Of(Parse(json, mistakes), "", mistakes, Members);
        foreach (var needed in Needed.Concat(source is null ? ["source"] : []).Where(name => mistakes.All.Count == 0 && !top.Has(name)))
            mistakes.Add("", $"needs \"{needed}\"");
        var values = new ValueReader();
        var (time, times) = values.Time(top, "time", TimeFormat.Default);
        var outcomes = new OutcomeReader(values, times);
        var rules = RuleReader.Read(top, values, outcomes);
        var otherwise = top.Has("otherwise") ? outcomes.Read(Section.Of(top["otherwise"], top.At("otherwise"), mistakes, "emit", "drop")) : null;
        NeedTime(time, rules, otherwise, mistakes);
        var mapping = new EventMapping(
            Format(top), Csv(top), source is null || top.Has("source") ? values.Value(top, "source") : new ValueSource(new Constant(source)), values.Value(top, "subject"), top.Has("id") ? values.Expression(top, "id") : null,
            time, times, rules, otherwise)
        { Paths = values.Paths, Items = top.Text("items") is { } items ? new ValueReader().Path(mistakes, top.At("items"), items) : null };
        return mistakes.All.Count == 0 ? mapping : throw new MappingException(mistakes.All);
    }

    private static JsonNode? Parse(string json, MappingMistakes mistakes)
    {
        try
        {
            var node = JsonNode.Parse(json, documentOptions: Lenient);
            _ = node?.ToJsonString(); // Names given twice are only found when the objects are walked.
            return node;
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            mistakes.Add("", $"is not JSON: {wrong.Message}");
            return new JsonObject();
        }
    }

    private static void NeedTime(ValueSource? time, IReadOnlyList<Rule> rules, Outcome? otherwise, MappingMistakes mistakes)
    {
        var timeless = rules.Select(rule => rule.Then).Append(otherwise).OfType<Emit>().SelectMany(emit => emit.Events).Any(each => each.Time is null);
        if (time is null && timeless) mistakes.Add("", "needs \"time\" with \"from\": when it happened, for the events that have no time of their own");
    }

    private static string? Format(Section top)
    {
        var format = top.Text("format");
        if (format is not (null or "csv" or "ndjson" or "json")) top.Wrong("format", $"\"{format}\" is none of csv, ndjson, json");
        return format;
    }

    private static CsvShape Csv(Section top)
    {
        if (!top.Has("csv")) return CsvShape.Default;
        var csv = Section.Of(top["csv"], top.At("csv"), top.Mistakes, "delimiter", "encoding");
        var encoding = csv.Text("encoding") ?? "utf-8";
        if (encoding is not ("utf-8" or "utf-16" or "latin1")) csv.Wrong("encoding", $"\"{encoding}\" is not one of utf-8, utf-16, latin1");
        return new CsvShape(csv.Text("delimiter") ?? ",", encoding);
    }
}
