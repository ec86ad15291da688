namespace KpiPlatform.Mapping;

/// <summary>One mistake in a mapping file: where (a JSON pointer, empty for the whole file) and what.</summary>
internal sealed record MappingMistake(string Pointer, string Detail)
{
    public override string ToString() => $"{(Pointer.Length == 0 ? "(whole file)" : Pointer)}: {Detail}";
}

/// <summary>Collects every mistake of a mapping, so that they are all named at once.</summary>
internal sealed class MappingMistakes
{
    private const int LongestWord = 64;
    private const int MostCompared = 1000;
    private const int MostNamed = 40;
    private readonly List<MappingMistake> _found = [];

    public IReadOnlyList<MappingMistake> All => _found;

    public void Add(string pointer, string detail) => _found.Add(new(pointer, detail));

    /// <summary>The pointer to a member of what <paramref name="pointer"/> points at (RFC 6901).</summary>
    public static string Below(string pointer, string member) =>
        $"{pointer}/{member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>": did you mean “x”?" when one of the allowed words is close, else the allowed words.</summary>
    public static string Hint(string word, IReadOnlyCollection<string> allowed)
    {
        // What is no word (a file of another kind may come with "columns" of a megabyte) is near to none, and is not repeated.
        var words = allowed.Where(each => each.Length <= LongestWord).ToList();
        if (words.Count == 0) return "";
        var nearest = words.Take(MostCompared).MinBy(each => Distance(word, each))!;
        return Distance(word, nearest) <= Math.Max(2, word.Length / 3)
            ? $"; did you mean \"{nearest}\"?"
            : $"; there is {string.Join(", ", words.Take(MostNamed))}{(words.Count > MostNamed ? ", …" : "")}";
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                (corner, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (same ? 0 : 1)));
            }
        }

        return row[b.Length];
    }
}

/// <summary>The mapping (or what it was given to read) is wrong: nothing was sent.</summary>
internal sealed class MappingException(IReadOnlyList<MappingMistake> mistakes)
    : Exception(mistakes.All(each => each.Pointer.Length == 0)
        ? string.Join('\n', mistakes.Select(each => each.Detail))
        : $"The mapping has {mistakes.Count} mistake{(mistakes.Count == 1 ? "" : "s")}:\n{string.Join('\n', mistakes.Select(each => "  " + each))}")
{
    public IReadOnlyList<MappingMistake> Mistakes { get; } = mistakes;
}
