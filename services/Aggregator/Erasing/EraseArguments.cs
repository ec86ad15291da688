namespace KpiPlatform.Aggregator.Erasing;

/// <summary>What <c>erase</c> was asked.</summary>
/// <param name="Names">The names that the help desk has for the person.</param>
internal sealed record EraseArguments(IReadOnlyList<string> Names, string? Workspace, bool Again, bool DryRun, bool Json)
{
    public const string Usage = "erase --customer ID… [--workspace W] [--dry-run] [--json] | erase --again [--json]\n"
        + "ID is the customer's id or e-mail address as the help desk sends it, or - for one a line from standard input. Give all that a person has.";

    /// <summary>Null when asked wrongly.</summary>
    public static EraseArguments? Read(string[] words, TextReader input)
    {
        var (names, found) = (new List<string>(), new EraseArguments([], null, Again: false, DryRun: false, Json: false));
        for (var i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "--customer" when i + 1 < words.Length: names.AddRange(words[++i] == "-" ? Lines(input) : [words[i]]); break;
                case "--workspace" when i + 1 < words.Length: found = found with { Workspace = words[++i] }; break;
                case "--again": found = found with { Again = true }; break;
                case "--dry-run": found = found with { DryRun = true }; break;
                case "--json": found = found with { Json = true }; break;
                default: return null;
            }
        }

        names.RemoveAll(string.IsNullOrWhiteSpace);
        return names.Count > 0 != found.Again && !(found.Again && found.DryRun) ? found with { Names = names } : null;
    }

    private static IEnumerable<string> Lines(TextReader input)
    {
        while (input.ReadLine() is { } line) yield return line;
    }
}
