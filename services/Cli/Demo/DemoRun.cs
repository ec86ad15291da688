using System.Globalization;
using KpiPlatform.Cli.Importing.Sending;

namespace KpiPlatform.Cli.Demo;

/// <summary>Fills in the past as fast as the front door takes it, then goes on live until stopped.</summary>
internal sealed class DemoRun(DemoDesk desk, EventSender sender, TimeProvider time, TextWriter output)
{
    private const int InFlight = 4;
    private const int PerRequest = 500;

    public async Task RunAsync(int days, double rate, bool goLive, Action<long> onProgress, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        using var events = desk.Events(now.AddDays(-days), DateTimeOffset.MaxValue, goLive ? now : null, rate).GetEnumerator();
        var began = time.GetTimestamp();
        var sent = 0L;
        var underway = new Queue<Task<SendAnswer>>();
        var next = events.MoveNext() ? events.Current : null;
        while (next is not null && next.SendAt <= now)
        {
            var batch = Take(events, ref next, now);
            underway.Enqueue(sender.SendAsync(batch, cancellation));
            if (underway.Count >= InFlight) Check(await underway.Dequeue());
            onProgress(sent += batch.Count);
        }

        while (underway.Count > 0) Check(await underway.Dequeue());
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{days} days of history: {sent:N0} events in {time.GetElapsedTime(began).TotalSeconds:N1} s."));
        if (!goLive) return;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Live at about {rate:N0} events a minute; Ctrl+C stops."));
        while (next is not null)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellation);
            var due = Take(events, ref next, time.GetUtcNow());
            Check(await sender.SendAsync(due, cancellation));
        }
    }

    private static List<string> Take(IEnumerator<DemoEvent> events, ref DemoEvent? next, DateTimeOffset until)
    {
        var batch = new List<string>();
        while (next is not null && next.SendAt <= until && batch.Count < PerRequest)
        {
            batch.Add(next.Json);
            next = events.MoveNext() ? events.Current : null;
        }

        return batch;
    }

    /// <summary>The desk only says what is right: a refusal is a bug, of the desk or of the front door, and not passed over.</summary>
    private static void Check(SendAnswer answer)
    {
        if (answer.Refused.Count > 0) throw new SendException($"An event of the demo desk was refused: {answer.Refused[0].Detail}");
    }
}
