namespace KpiPlatform.Query.Asking;

/// <summary>Finds what was probably meant.</summary>
internal static class Closest
{
    /// <summary>The candidate with the fewest edits, as long as those are few for its length; null when none is near.</summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        if (word.Length > 64) return null;
        var (best, edits) = ((string?)null, int.MaxValue);
        foreach (var candidate in candidates)
        {
            var needed = Edits(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (needed < edits) (best, edits) = (candidate, needed);
        }

        return best is not null && edits <= Math.Max(1, best.Length / 3) ? best : null;
    }

    /// <summary>The Levenshtein distance.</summary>
    private static int Edits(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
