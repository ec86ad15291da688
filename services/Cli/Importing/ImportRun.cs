using KpiPlatform.Cli.Importing.Sending;

namespace KpiPlatform.Cli.Importing;

/// <summary>Sends a file: a few requests at a time, noted as done in the file's order.</summary>
/// <param name="rate">Events a second at most; null is as fast as they are taken.</param>
internal sealed class ImportRun(ImportPlan plan, EventSender sender, ImportProgress progress, TimeProvider time, double? rate = null)
{
    private const int MostInFlight = 4;

    /// <summary>A record may give dozens of events.</summary>
    private const int MostRecords = 100;

    /// <summary>With a rate one request at a time, and none that is more than a second's worth.</summary>
    private int InFlight => rate is null ? MostInFlight : 1;

    private int BatchSize => (int)Math.Clamp(rate ?? double.MaxValue, 1, plan.IsExport ? MostRecords : Batch.MostEvents);

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
                if (underway.Count >= InFlight) await Settle(underway, onProgress, stop.Token);
            }

            while (underway.Count > 0) await Settle(underway, onProgress, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(underway.Select(each => each.Answer)).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        progress.Finish();
        return progress.Totals;
    }

    private async Task Settle(Queue<(Batch Batch, Task<SendAnswer> Answer)> underway, Action<ImportTotals> onProgress, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var (batch, answer) = underway.Peek();
        var answered = await answer;
        underway.Dequeue();
        batch.Answered(answered);
        progress.Add(batch, answered);
        onProgress(progress.Totals);
        if (rate is not { } most) return;
        // What the answer says the records gave is what counts, so the pause comes behind it.
        var pause = TimeSpan.FromSeconds((answered.Accepted + answered.Duplicates) / most) - time.GetElapsedTime(began);
        if (pause > TimeSpan.Zero) await Task.Delay(pause, time, cancellation);
    }

    private IEnumerable<Batch> Batches(long done)
    {
        var batch = new Batch(BatchSize);
        foreach (var (row, mapped) in plan.Rows(done))
        {
            batch.Add(row, mapped);
            if (!batch.IsFull) continue;
            yield return batch;
            batch = new Batch(BatchSize);
        }

        if (batch.Rows > 0) yield return batch;
    }
}
