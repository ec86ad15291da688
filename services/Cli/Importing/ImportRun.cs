using KpiPlatform.Cli.Importing.Sending;

namespace KpiPlatform.Cli.Importing;

/// <summary>Sends a file: a few requests at a time, noted as done in the file's order.</summary>
internal sealed class ImportRun(ImportPlan plan, EventSender sender, ImportProgress progress)
{
    private const int InFlight = 4;

    /// <summary>Throws <see cref="SendException"/> when the front door stays away; what is done is noted, and a next run continues.</summary>
    public async Task<ImportTotals> RunAsync(Action<ImportTotals> onProgress, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var underway = new Queue<(Batch Batch, Task<SendAnswer> Answer)>();
        try
        {
            foreach (var batch in Batches(progress.Totals.Rows))
            {
                underway.Enqueue((batch, sender.SendAsync(batch.Events, stop.Token)));
                if (underway.Count >= InFlight) await Settle(underway, onProgress);
            }

            while (underway.Count > 0) await Settle(underway, onProgress);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(underway.Select(each => each.Answer)).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        progress.Finish();
        return progress.Totals;
    }

    private async Task Settle(Queue<(Batch Batch, Task<SendAnswer> Answer)> underway, Action<ImportTotals> onProgress)
    {
        var (batch, answer) = underway.Peek();
        var answered = await answer;
        underway.Dequeue();
        batch.Answered(answered);
        progress.Add(batch, answered);
        onProgress(progress.Totals);
    }

    private IEnumerable<Batch> Batches(long done)
    {
        var batch = new Batch();
        foreach (var (row, mapped) in plan.Rows(done))
        {
            batch.Add(row, mapped);
            if (!batch.IsFull) continue;
            yield return batch;
            batch = new Batch();
        }

        if (batch.Rows > 0) yield return batch;
    }
}
