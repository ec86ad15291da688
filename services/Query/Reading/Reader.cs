using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Targets;
using KpiPlatform.Query.Asking;
using Npgsql;

namespace KpiPlatform.Query.Reading;

/// <summary>What was read for a question.</summary>
/// <param name="Flow">By bucket of the window.</param>
/// <param name="Stock">At the window's end.</param>
/// <param name="From"><c>cells</c>, <c>facts</c>, or <c>cells+facts</c>.</param>
internal sealed record Read(Groups Flow, Groups Stock, string From)
{
    /// <summary>Rows that the database gave for the window, and for the one to compare with.</summary>
    public int Rows { get; init; }

    /// <summary>What is not of an instant; null when the question needs none.</summary>
    public Lastings? Lasting { get; init; }

    /// <summary>The backlog by age; null when the question is not about it.</summary>
    public ByAge? ByAge { get; init; }

    /// <summary>The workspace's targets, in the newest rules.</summary>
    public TargetSet Targets { get; init; } = TargetSet.None;

    /// <summary>Of the window to compare with; null when there is none.</summary>
    public Read? Previous { get; init; }
}

/// <summary>Reads all that a question needs in one round trip, the window to compare with included.</summary>
internal sealed class Reader(Catalogue catalogue, TargetReader targets)
{
    public async Task<Read> ReadAsync(Question question, Snapshot snapshot, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(snapshot.Connection);
        var steps = new List<Func<NpgsqlDataReader, Task<int>>>();
        var sources = new SortedSet<string>(StringComparer.Ordinal);
        var now = Prepare(question);
        var previous = question.Previous is { } other ? Prepare(other) : null;
        var byAge = new AgeReader(question, snapshot, catalogue);
        foreach (var facts in byAge.Facts) Add("facts", facts.Command(), rows => facts.AddAsync(rows, byAge.Found!.Flows, ct));
        var count = steps.Count > 0 ? await RunAsync(batch, steps, ct) : 0;
        var lasting = new LastingReader(catalogue, snapshot);
        now = now with { ByAge = byAge.Found, Lasting = await lasting.ReadAsync(question, ct) };
        if (previous is not null) previous = previous with { Lasting = await lasting.ReadAsync(question.Previous!, ct) };
        return now with { Rows = count, Previous = previous, Targets = await targets.ReadAsync(snapshot, ct), From = sources.Count == 0 ? "cells" : string.Join('+', sources) };

        Read Prepare(Question asked)
        {
            var plan = Plan.For(asked, snapshot);
            var read = new Read(new Groups(asked.Buckets.Count), new Groups(1), "");
            foreach (var portion in plan.Portions)
            {
                var groups = portion.IsStock ? read.Stock : read.Flow;
                if (plan.Cut is { } cut)
                {
                    var cells = new CellReader(asked, snapshot, portion, cut);
                    Add("cells", cells.Command(), rows => cells.AddAsync(rows, groups, ct));
                }

                var facts = new FactReader(asked, snapshot, portion, catalogue);
                Add("facts", facts.Command(), rows => facts.AddAsync(rows, groups, ct));
            }

            return read;
        }

        void Add(string source, NpgsqlBatchCommand? command, Func<NpgsqlDataReader, Task<int>> step)
        {
            if (command is null) return;
            batch.BatchCommands.Add(command);
            steps.Add(step);
            sources.Add(source);
        }
    }

    /// <returns>How many rows there were.</returns>
    private static async Task<int> RunAsync(NpgsqlBatch batch, List<Func<NpgsqlDataReader, Task<int>>> steps, CancellationToken ct)
    {
        var count = 0;
        await using var rows = await batch.ExecuteReaderAsync(ct);
        foreach (var step in steps)
        {
            count += await step(rows);
            await rows.NextResultAsync(ct);
        }

        return count;
    }
}
