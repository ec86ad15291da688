using System.Text.Json.Serialization;

namespace KpiPlatform.Cli.Importing;

/// <summary>
/// What has come of an import so far. <c>Rows</c> were read and gave <c>Events</c>; of these the front door <c>Accepted</c> some, and
/// <c>Duplicates</c> stood twice in one request. Rows that a rule drops, and events the front door has no use for, are <c>Ignored</c>.
/// </summary>
internal sealed class ImportTotals
{
    private const int FirstErrors = 20;

    [JsonPropertyName("rows")] public long Rows { get; set; }
    [JsonPropertyName("events")] public long Events { get; set; }
    [JsonPropertyName("accepted")] public long Accepted { get; set; }
    [JsonPropertyName("duplicates")] public long Duplicates { get; set; }
    [JsonPropertyName("ignored")] public long Ignored { get; set; }

    /// <summary>Rows of which at least one event was not taken.</summary>
    [JsonPropertyName("refused")] public long Refused { get; set; }

    [JsonPropertyName("ignored_reasons")] public Dictionary<string, long> IgnoredReasons { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The first of the refused rows; the side file has all of them.</summary>
    [JsonPropertyName("errors")] public List<RowComplaint> Errors { get; set; } = [];

    public void Add(Batch batch, Sending.SendAnswer answer)
    {
        Rows += batch.Rows;
        Events += answer.IsOfRecords ? answer.Accepted + answer.Duplicates : batch.Events.Count;
        Accepted += answer.Accepted;
        Duplicates += answer.Duplicates;
        Ignored += answer.Ignored + batch.Dropped.Values.Sum();
        Refused += batch.Refused.Count;
        foreach (var (reason, n) in batch.Dropped) IgnoredReasons[reason] = IgnoredReasons.GetValueOrDefault(reason) + n;
        Errors.AddRange(batch.Refused.Take(Math.Max(0, FirstErrors - Errors.Count)).Select(each => new RowComplaint(each.Line, each.Errors)));
    }
}

/// <summary>A line of the file and what is wrong with it.</summary>
internal sealed record RowComplaint([property: JsonPropertyName("line")] long Line, [property: JsonPropertyName("errors")] IReadOnlyList<string> Errors);
