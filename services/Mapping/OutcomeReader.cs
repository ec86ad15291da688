using System.Text.Json.Nodes;

namespace KpiPlatform.Mapping;

/// <summary>Reads what a rule comes to: <c>emit</c> (an event or a list of them) or <c>drop</c> (a reason).</summary>
internal sealed class OutcomeReader(ValueReader values, TimeFormat times)
{
    public Outcome? Read(Section rule)
    {
        if (rule.Has("emit") == rule.Has("drop"))
        {
            rule.Mistakes.Add(rule.Pointer, "needs either \"emit\" or \"drop\"");
            return null;
        }

        if (rule.Has("drop")) return rule.Text("drop") is { } reason ? new Drop(reason) : null;
        var events = rule["emit"] is JsonArray list
            ? list.Select((each, i) => Event(each, MappingMistakes.Below(rule.At("emit"), $"{i}"), rule.Mistakes)).ToList()
            : [Event(rule["emit"], rule.At("emit"), rule.Mistakes)];
        if (events.Count == 0) rule.Wrong("emit", "is empty; a row that gives nothing is dropped with a reason: \"drop\"");
        return new Emit([.. events.OfType<EmittedEvent>()]);
    }

    private EmittedEvent? Event(JsonNode? node, string pointer, MappingMistakes mistakes)
    {
        var given = Section.Of(node, pointer, mistakes, "type", "data", "id", "subject", "time");
        var id = given.Has("id") ? values.Expression(given, "id") : null;
        var subject = given.Has("subject") ? values.Value(given, "subject") : null;
        var (time, format) = values.Time(given, "time", times);
        if (node is JsonObject && !given.Has("type")) mistakes.Add(pointer, "needs \"type\": which event it is");
        if (given.Text("type") is not { } type) return null;
        if (CanonicalMembers.Of(type) is not { } members)
        {
            given.Wrong("type", $"\"{type}\" is no event{MappingMistakes.Hint(type, CanonicalMembers.Types)}");
            return null;
        }

        return new EmittedEvent(type, Data(given, type, members, format), id, subject, time, format);
    }

    private Dictionary<string, ValueSource> Data(Section given, string type, IReadOnlyList<string> members, TimeFormat format)
    {
        var read = new Dictionary<string, ValueSource>(StringComparer.Ordinal);
        var data = given.Has("data") ? Section.Of(given["data"], given.At("data"), given.Mistakes) : Section.Of(new JsonObject(), given.At("data"), given.Mistakes);
        foreach (var (name, _) in data.Members)
        {
            if (!members.Contains(name, StringComparer.Ordinal)) data.Wrong(name, $"{type} has no such member{MappingMistakes.Hint(name, [.. members])}");
            else CheckKnown(data, type, name, read[name] = values.Value(data, name), format);
        }

        foreach (var missing in CanonicalMembers.Required(type).Where(name => !data.Has(name)))
            given.Mistakes.Add(given.At("data"), $"{type} must have \"{missing}\"");
        if (read.TryGetValue("author", out var author) && author.From is Constant { Value: { } who } && Expression.Text(who) == "agent" && !data.Has("agent"))
            given.Mistakes.Add(given.At("data"), "must have \"agent\" when author is agent: who replied");
        return read;
    }

    /// <summary>What is known before any row: constants, translations and defaults must be values the member can hold.</summary>
    private static void CheckKnown(Section data, string type, string name, ValueSource value, TimeFormat format)
    {
        foreach (var known in value.Known)
        {
            try
            {
                MemberValue.Convert(known, CanonicalMembers.Kind(type, name), format);
            }
            catch (FormatException wrong)
            {
                data.Wrong(name, wrong.Message);
            }
        }
    }
}
