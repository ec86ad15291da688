using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KpiPlatform.Mapping;

/// <summary>
/// Reads <c>when</c>: <c>{"$.path": test, …, "first_of": …}</c>, where a test is a value (equals), a list (one of), or
/// <c>{"in"|"not_in": [...]}</c>, <c>{"equals"|"not": value}</c>, <c>{"matches": "regex"}</c>, <c>{"present": true|false}</c>.
/// </summary>
internal static class WhenReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    public static When Read(Section rule, ValueReader values)
    {
        if (!rule.Has("when")) return When.Always;
        var when = Section.Of(rule["when"], rule.At("when"), rule.Mistakes);
        var tests = new List<Test>();
        foreach (var (name, wanted) in when.Members.Where(member => member.Key != "first_of"))
        {
            if (!name.StartsWith('$')) when.Wrong(name, "a condition is a path ($.column) or first_of");
            else if (values.Path(when.Mistakes, when.At(name), name) is { } path) AddTests(when, name, path, wanted, tests);
        }

        return new When(tests, when.Has("first_of") ? First(when, values) : null);
    }

    private static void AddTests(Section when, string name, JsonPath path, JsonNode? wanted, List<Test> tests)
    {
        if (wanted is not JsonObject)
        {
            tests.Add(new OneOf(path, Set(wanted), Not: false));
            return;
        }

        var test = Section.Of(wanted, when.At(name), when.Mistakes, "equals", "not", "in", "not_in", "matches", "present");
        if (!test.Members.Any()) when.Wrong(name, "asks nothing: give a value, a list, or equals, not, in, not_in, matches, present");
        foreach (var (word, value) in test.Members)
        {
            if (word is "in" or "not_in" && value is not JsonArray) test.Wrong(word, "must be a list");
            else if (word == "matches") tests.AddRange(Pattern(test, path));
            else if (word == "present") tests.Add(new OneOf(path, Set(null), Not: test.Flag(word)));
            else tests.Add(new OneOf(path, Set(value), Not: word is "not" or "not_in"));
        }
    }

    private static IEnumerable<Test> Pattern(Section test, JsonPath path)
    {
        if (test.Text("matches") is not { } pattern) yield break;
        Regex? regex = null;
        try
        {
            regex = Linear(pattern) ?? new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patience);
        }
        catch (ArgumentException wrong)
        {
            test.Wrong("matches", wrong.Message);
        }

        if (regex is not null) yield return new Matches(path, regex);
    }

    /// <summary>One that no text can keep busy; null when the pattern looks around or refers back, which that kind cannot.</summary>
    private static Regex? Linear(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking, Patience);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    private static FirstOf? First(Section when, ValueReader values)
    {
        if (when["first_of"] is not JsonObject)
            return when["first_of"]?.GetValueKind() == JsonValueKind.String ? new FirstOf(values.Expression(when, "first_of"), [null]) : Wrong(when);
        var first = Section.Of(when["first_of"], when.At("first_of"), when.Mistakes, "key", "order_by");
        if (!first.Has("key")) when.Wrong("first_of", "needs \"key\": what the rows of a group have in common");
        var order = first.Has("order_by") ? first.Texts("order_by") : ["time"];
        return new FirstOf(
            values.Expression(first, "key"),
            [.. order.Select(each => each == "time" ? null : values.Path(when.Mistakes, first.At("order_by"), each))]);
    }

    private static FirstOf? Wrong(Section when)
    {
        when.Wrong("first_of", "must be a path, or {\"key\": …, \"order_by\": […]}");
        return null;
    }

    private static HashSet<string> Set(JsonNode? wanted) =>
        [.. (wanted is JsonArray list ? list.ToArray() : [wanted]).Select(each => Expression.Text(each) ?? "")];
}
