using KpiPlatform.Cli.Importing.Rows;
using KpiPlatform.Mapping;
using KpiPlatform.Mapping.Rows;

namespace KpiPlatform.Cli.Importing;

/// <summary>A row that is not taken: where, why, and how it is written, so that it can be mended and imported again.</summary>
internal sealed record RefusedRow(long Line, IReadOnlyList<string> Errors, string Row);

/// <summary>Some rows of the file in their order: what they gave, and what became of it once it was sent.</summary>
/// <param name="mostEvents">More than these are not sent in one request.</param>
internal sealed class Batch(int mostEvents = Batch.MostEvents)
{
    public const int MostEvents = 500;
    private const int MostRows = 5000;

    /// <summary>The row that fills a batch may give a few more.</summary>
    private const int Spare = 10;
    private const int MostCharacters = 900_000;

    private readonly List<string> _events = [];
    private readonly List<(long Line, string Row)> _origins = [];
    private int _characters;

    public long Rows { get; private set; }

    public IReadOnlyList<string> Events => _events;

    public Dictionary<string, long> Dropped { get; } = new(StringComparer.Ordinal);

    public List<RefusedRow> Refused { get; } = [];

    public bool IsFull => _events.Count >= mostEvents - Spare || Rows >= MostRows || _characters >= MostCharacters;

    public void Add(Row row, Mapped mapped)
    {
        Rows++;
        foreach (var each in mapped.Events)
        {
            _events.Add(each);
            _origins.Add((row.Line, row.Raw));
            _characters += each.Length;
        }

        foreach (var reason in mapped.Dropped) Dropped[reason] = Dropped.GetValueOrDefault(reason) + 1;
        if (mapped.Errors.Count > 0) Refused.Add(new RefusedRow(row.Line, [.. mapped.Errors.Select(error => error.ToString())], row.Raw));
    }

    /// <summary>Notes which rows the front door refused events of.</summary>
    public void Answered(Sending.SendAnswer answer)
    {
        foreach (var row in answer.Refused.GroupBy(each => _origins[each.Index]))
            Refused.Add(new RefusedRow(row.Key.Line, [.. row.Select(each => each.Detail)], row.Key.Row));
    }
}
