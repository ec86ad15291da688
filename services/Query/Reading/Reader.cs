using KpiPlatform.Kpis;
using KpiPlatform.Query.Asking;
using Npgsql;

namespace KpiPlatform.Query.Reading;

/// <summary>What was read for a question.</summary>
/// <param name="Flow">By bucket of the window.</param>
/// <param name="Stock">At the window's end.</param>
/// <param name="From"><c>cells</c>, <c>facts</c>, or <c>cells+facts</c>.</param>
internal sealed record Read(Groups Flow, Groups Stock, string From);

/// <summary>Reads all that a question needs in one round trip.</summary>
internal sealed class Reader(Catalogue catalogue)
{
    public async Task<Read> ReadAsync(Question question, Snapshot snapshot, CancellationToken ct)
    {
        var plan = Plan.For(question, snapshot);
        var (flow, stock) = (new Groups(plan.Flow.Slots), new Groups(1));
        await using var batch = new NpgsqlBatch(snapshot.Connection);
        var steps = new List<Func<NpgsqlDataReader, Task>>();
        var sources = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (portion, groups) in new[] { (plan.Flow, flow), (plan.Stock, stock) })
        {
            if (plan.Cut is { } cut)
            {
                var cells = new CellReader(question, snapshot, portion, cut);
                Add("cells", cells.Command(), rows => cells.AddAsync(rows, groups, ct));
            }

            var facts = new FactReader(question, snapshot, portion, catalogue);
            Add("facts", facts.Command(), rows => facts.AddAsync(rows, groups, ct));
        }

        if (steps.Count > 0) await RunAsync(batch, steps, ct);
        return new Read(flow, stock, sources.Count == 0 ? "cells" : string.Join('+', sources));

        void Add(string source, NpgsqlBatchCommand? command, Func<NpgsqlDataReader, Task> step)
        {
            if (command is null) return;
            batch.BatchCommands.Add(command);
            steps.Add(step);
            sources.Add(source);
        }
    }

    private static async Task RunAsync(NpgsqlBatch batch, List<Func<NpgsqlDataReader, Task>> steps, CancellationToken ct)
    {
        await using var rows = await batch.ExecuteReaderAsync(ct);
        foreach (var step in steps)
        {
            await step(rows);
            await rows.NextResultAsync(ct);
        }
    }
}
