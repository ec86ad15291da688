using System.Text.Json.Nodes;

namespace KpiPlatform.Mapping;

/// <summary>Reads the list of rules, and what only shows when they are seen together.</summary>
internal static class RuleReader
{
    public static IReadOnlyList<Rule> Read(Section top, ValueReader values, OutcomeReader outcomes)
    {
        if (!top.Has("rules")) return [];
        if (top["rules"] is not JsonArray { Count: > 0 } list)
        {
            top.Wrong("rules", "must be a list with at least one rule");
            return [];
        }

        var rules = new List<Rule>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            var rule = Section.Of(list[i], MappingMistakes.Below(top.At("rules"), $"{i}"), top.Mistakes, "name", "when", "emit", "drop", "continue");
            var name = rule.Text("name") ?? $"rule {i + 1}";
            if (!names.Add(name)) rule.Wrong("name", $"another rule is named \"{name}\" already");
            if (rules.Any(above => above is { Continue: false, When.IsAlways: true })) rule.Mistakes.Add(rule.Pointer, "can never be reached: a rule above it takes every row");
            var read = new Rule(name, WhenReader.Read(rule, values), outcomes.Read(rule) ?? new Drop("broken"), rule.Flag("continue"));
            CheckIds(read, rules, rule);
            rules.Add(read);
        }

        return rules;
    }

    /// <summary>Events that one row can give together need ids of their own; those of one type would get the same by default.</summary>
    private static void CheckIds(Rule rule, List<Rule> above, Section at)
    {
        if (rule.Then is not Emit emit) return;
        var together = above.Where(each => each.Continue).Select(each => each.Then).OfType<Emit>().SelectMany(each => each.Events).Concat(emit.Events);
        foreach (var twice in together.Where(each => each.Id is null).GroupBy(each => each.Type, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            if (emit.Events.Any(each => each.Id is null && each.Type == twice.Key))
                at.Mistakes.Add(at.At("emit"), $"a row can give two {twice.Key}, which would have the same id: give one its own \"id\"");
        }
    }
}
