using System.Globalization;
using System.Text.Json.Nodes;

namespace KpiPlatform.Mapping;

/// <summary>
/// Which row is the first of its group, found in a pass over the whole file before the rows are mapped, so the file may have its rows
/// in any order. Only the first of each group is remembered.
/// </summary>
internal sealed class FirstRows(EventMapping mapping)
{
    private readonly Dictionary<(FirstOf Of, string Key), (string[] Order, long Line)> _first = [];

    public void See(JsonNode row, long line)
    {
        foreach (var of in mapping.Firsts)
        {
            if (Expression.Text(of.Key.Of(row)) is not { } key || OrderOf(of, row) is not { } order) continue;
            if (!_first.TryGetValue((of, key), out var first) || Compare(order, first.Order) < 0) _first[(of, key)] = (order, line);
        }
    }

    public bool IsFirst(FirstOf of, JsonNode row, long line) =>
        Expression.Text(of.Key.Of(row)) is { } key && _first.TryGetValue((of, key), out var first) && first.Line == line;

    /// <summary>What the row is ordered by; null when its time can't be read: such a row is refused anyway and is nobody's first.</summary>
    private string[]? OrderOf(FirstOf of, JsonNode row)
    {
        try
        {
            return [.. of.OrderBy.Select(path => path is not null
                ? Expression.Text(path.Find(row)) ?? ""
                : mapping.Time?.Read(row) is { There: true, Value: { } time } ? mapping.Times.Read(time).UtcTicks.ToString(CultureInfo.InvariantCulture) : throw new FormatException())];
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Numbers by size, all else by its characters.</summary>
    private static int Compare(string[] a, string[] b)
    {
        for (var i = 0; i < a.Length; i++)
        {
            var order = IsNumber(a[i], out var x) && IsNumber(b[i], out var y) ? x.CompareTo(y) : string.CompareOrdinal(a[i], b[i]);
            if (order != 0) return order;
        }

        return 0;
    }

    private static bool IsNumber(string text, out decimal number) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
