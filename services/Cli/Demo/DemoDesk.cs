using System.Globalization;

namespace KpiPlatform.Cli.Demo;

/// <summary>
/// A lively help desk as a pure function of (seed, span): the same seed gives the same events. Each minute throws its own dice, so two spans
/// that overlap agree on the tickets they share, and running the demo again counts nothing twice.
/// </summary>
internal sealed class DemoDesk(int seed, TimeZoneInfo zone)
{
    public const string Source = "/demo/desk";

    /// <summary>About how many events a ticket has: what turns a rate of events into one of requests.</summary>
    public const double EventsPerTicket = 7.7;

    /// <summary>How long before going live the desk is as busy as it will be then, so that the rate is there at once.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromHours(3);

    /// <summary>
    /// The events of the tickets opened in a span, in the order they reach the front door, without end of its own where <paramref name="to"/> is
    /// <see cref="DateTimeOffset.MaxValue"/>. From <paramref name="live"/> on it never gets quieter than <paramref name="rate"/> events a minute.
    /// </summary>
    public IEnumerable<DemoEvent> Events(DateTimeOffset from, DateTimeOffset to, DateTimeOffset? live = null, double rate = 0)
    {
        var waiting = new PriorityQueue<DemoEvent, (DateTimeOffset At, long Order)>();
        var order = 0L;
        for (var minute = from.ToUnixTimeSeconds() / 60; DateTimeOffset.FromUnixTimeSeconds(minute * 60) is var start && start < to; minute++)
        {
            var floor = live is { } begins && start >= begins - WarmUp ? rate / EventsPerTicket : 0;
            foreach (var each in Opened(minute, start, floor)) waiting.Enqueue(each, (each.SendAt, order++));
            while (waiting.TryPeek(out _, out var next) && next.At < start.AddMinutes(1)) yield return waiting.Dequeue();
        }

        while (waiting.TryDequeue(out var left, out _)) yield return left;
    }

    private IEnumerable<DemoEvent> Opened(long minute, DateTimeOffset start, double floor)
    {
        var requests = new Dice(seed, minute).Poisson(Math.Max(floor, DemoHours.RequestsPerMinute(start, zone)));
        return Enumerable.Range(1, requests).SelectMany(n =>
        {
            var dice = new Dice(seed, minute, n);
            var at = start.AddMilliseconds(dice.Whole(0, 59_999));
            var subject = string.Create(CultureInfo.InvariantCulture, $"{start.UtcDateTime:yyMMdd-HHmm}-{seed}-{n}");
            return DemoTicket.Tell(Source, subject, at, zone, dice);
        });
    }
}
