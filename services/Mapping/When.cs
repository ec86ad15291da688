using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KpiPlatform.Mapping;

/// <summary>The conditions of a rule; all must hold, and no condition always holds.</summary>
internal sealed record When(IReadOnlyList<Test> Tests, FirstOf? First)
{
    public static When Always { get; } = new([], null);

    public bool IsAlways => Tests.Count == 0 && First is null;

    public bool Holds(JsonNode row, long line, FirstRows firsts) =>
        Tests.All(test => test.Holds(row)) && (First is null || firsts.IsFirst(First, row, line));
}

/// <summary>The row is the first of its group: of those with the same key, by time and then by the columns of <paramref name="OrderBy"/> (null stands for the row's time).</summary>
internal sealed record FirstOf(Expression Key, IReadOnlyList<JsonPath?> OrderBy);

/// <summary>A condition on one value.</summary>
internal abstract record Test(JsonPath Path)
{
    public bool Holds(JsonNode row) => Holds(Expression.Text(Path.Find(row)) ?? "");

    protected abstract bool Holds(string value);
}

/// <summary>It is (or with <paramref name="Not"/>: is not) one of these; the empty text stands for a value that is missing.</summary>
internal sealed record OneOf(JsonPath Path, IReadOnlySet<string> Values, bool Not) : Test(Path)
{
    protected override bool Holds(string value) => Values.Contains(value) != Not;
}

/// <summary>It matches a regular expression.</summary>
internal sealed record Matches(JsonPath Path, Regex Pattern) : Test(Path)
{
    protected override bool Holds(string value) => Pattern.IsMatch(value);
}
