using System.Globalization;

namespace KpiPlatform.Benchmarks.Running;

/// <summary>What the command line asks for: <c>[--json] [--only NAME]… [--events N]</c>.</summary>
internal sealed record Wishes(bool Json, IReadOnlyList<string> Only, int Events)
{
    public static readonly IReadOnlyList<string> Rows = ["accepted_posts", "projection", "summary_p95", "breakdown_p95"];

    /// <summary>Null, with the mistake, when the words make no sense.</summary>
    public static Wishes? From(string[] words, out string mistake)
    {
        var (json, only, events) = (false, new List<string>(), 1_000_000);
        mistake = "";
        for (var i = 0; i < words.Length; i++)
        {
            var next = i + 1 < words.Length ? words[i + 1] : "";
            if (words[i] == "--json") json = true;
            else if (words[i] == "--only" && Rows.Contains(next)) only.Add(words[++i]);
            else if (words[i] == "--events" && int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out events) && events >= 5000) i++;
            else mistake = $"\"{words[i]} {next}\" makes no sense here. Usage: ./kpi bench [--json] [--only {string.Join('|', Rows)}] [--events N, at least 5000]";
        }

        return mistake.Length == 0 ? new Wishes(json, only, events) : null;
    }

    public bool Wants(string row) => Only.Count == 0 || Only.Contains(row);
}
