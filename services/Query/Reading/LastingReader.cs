using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Time;
using KpiPlatform.Query.Asking;
using NodaTime;
using Npgsql;

namespace KpiPlatform.Query.Reading;

/// <summary>Reads lasting facts, and for the customer base what came and went since the counts that hold at the buckets' ends.</summary>
internal sealed class LastingReader(Catalogue catalogue, Snapshot snapshot)
{
    private static readonly string Sql = SqlFile.Read("lasting");

    /// <summary>Null when no KPI of the question needs any.</summary>
    public async Task<Lastings?> ReadAsync(Question question, CancellationToken ct)
    {
        var readings = question.Kpis.Select(k => k.Reading).OfType<LastingReading>().ToList();
        if (readings.Count == 0) return null;
        var facts = await FactsAsync(question, [.. readings.SelectMany(r => r.Measures).Select(m => m.Code)], ct);
        return readings.Select(r => r.Flow).OfType<Measure>().FirstOrDefault() is { } flow
            ? await WithBaseAsync(question, facts, flow, ct)
            : Lastings.Of(question, facts, (_, _) => 0, [], []);
    }

    private async Task<Lastings> WithBaseAsync(Question question, List<LastingFact> facts, Measure flow, CancellationToken ct)
    {
        var window = question.Window;
        Instant[] points = [.. Lastings.Ends(question).Concat(CountsThatHold(question, facts)).Select(Instant.FromDateTimeOffset)
            .Append(Instant.Min(snapshot.First, window.From)).Where(i => i <= window.To).Distinct().Order()];
        // Most help desks tell of no customers who come and go: then there is nothing to read.
        var ever = await FlowAsync(question, new([new Piece(Grain.Ever, Instant.MinValue, Instant.MaxValue)], null, new HashSet<int> { flow.Code }), ct);
        var sources = ever.Keys.Where(source => !ever.Of(source, 0).IsEmpty).Select(k => k.Values[0]).ToList();
        if (sources.Count == 0) return Lastings.Of(question, facts, (_, _) => 0, points, []);
        var since = Buckets.At(new Window(points[0], window.To, window.Zone), points[..^1]);
        var pieces = Cover.Joined(Enumerable.Range(0, since.Count).SelectMany(i => Cover.Between(since.Starts[i], since.EndOf(i))));
        var groups = await FlowAsync(question, new(pieces, since, new HashSet<int> { flow.Code }), ct);
        return Lastings.Of(question, facts, (source, i) => i < since.Count ? groups.Of(new(source), i)[flow].Sum : 0, points, sources);
    }

    private async Task<Groups> FlowAsync(Question question, Portion portion, CancellationToken ct)
    {
        var bySource = question with { GroupBy = [Dimension.Source], Cohort = Cohort.Event };
        var groups = new Groups(portion.Buckets?.Count ?? 1);
        var cells = new CellReader(bySource, snapshot, portion, (int)Dimension.Source);
        var ragged = new FactReader(bySource, snapshot, portion, catalogue);
        await ReadAsync(cells.Command(), rows => cells.AddAsync(rows, groups, ct), ct);
        await ReadAsync(ragged.Command(), rows => ragged.AddAsync(rows, groups, ct), ct);
        return groups;
    }

    /// <summary>Of each source's counts the last one at or before each end of a bucket.</summary>
    private static IEnumerable<DateTimeOffset> CountsThatHold(Question question, List<LastingFact> facts) =>
        facts.Where(f => f.Lasting.Until == Lasting.Forever).GroupBy(f => f.Source, StringComparer.Ordinal)
            .SelectMany(source => Lastings.Ends(question).Select(end => source.LastOrDefault(c => c.From <= end).From)).Where(at => at != default).Distinct();

    private async Task<List<LastingFact>> FactsAsync(Question question, int[] measures, CancellationToken ct)
    {
        var facts = new List<LastingFact>();
        var command = new NpgsqlBatchCommand { Parameters = { new() { Value = snapshot.Shards }, new() { Value = snapshot.Workspace }, new() { Value = question.Window.From.ToDateTimeUtc() }, new() { Value = question.Window.To.ToDateTimeUtc() }, new() { Value = measures } } };
        command.CommandText = Sql.Replace("{filters}", FactReader.Filters(question, command.Parameters), StringComparison.Ordinal);
        await ReadAsync(command, async rows =>
        {
            while (await rows.ReadAsync(ct))
            {
                var lasting = new Lasting(rows.GetFieldValue<DateTimeOffset>(2), rows.IsDBNull(3) ? null : rows.GetString(3));
                facts.Add(new(rows.GetInt32(0), rows.GetFieldValue<DateTimeOffset>(1), lasting, rows.GetString(4), rows.GetInt64(5)));
            }
        }, ct);
        return facts;
    }

    private async Task ReadAsync(NpgsqlBatchCommand? command, Func<NpgsqlDataReader, Task> step, CancellationToken ct)
    {
        if (command is null) return;
        await using var batch = new NpgsqlBatch(snapshot.Connection) { BatchCommands = { command } };
        await using var rows = await batch.ExecuteReaderAsync(ct);
        await step(rows);
    }
}
