using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace KpiPlatform.Faults.Tests;

/// <summary>Events and what was answered to each: an event is sent until it was answered with 202, with the same id.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentQueue<int> _due;
    private readonly int[] _accepted;
    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Post> _posts = new();
    private int _done;
    private int _fed;

    /// <param name="tickets">Each has four events: opened, replied, resolved, and a survey's answer.</param>
    /// <param name="allAtOnce">False: an event is sent when <see cref="FeedAsync"/> says so.</param>
    public Ledger(int tickets, bool allAtOnce = true)
    {
        Tickets = tickets;
        _accepted = new int[4 * tickets];
        _due = new(allAtOnce ? Enumerable.Range(0, Events) : []);
    }

    public int Tickets { get; private set; }

    public int Events => 4 * Tickets;

    /// <summary>Events answered with 202 so far.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>How often each answer came; what is no answer by the name of its exception.</summary>
    public IReadOnlyDictionary<string, int> Answers => _answers;

    /// <summary>When each event that was taken was posted, and how long the answer took.</summary>
    public IReadOnlyCollection<Post> Posts => _posts;

    public IEnumerable<string> AcceptedIds => Enumerable.Range(0, Events).Where(i => _accepted[i] > 0).Select(Id);

    /// <summary>Sends everything, so many at a time.</summary>
    public Task SendAsync(Workspace workspace, int connections) =>
        Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => WorkAsync(workspace))));

    /// <summary>So many new events a second, by the clock, whatever becomes of those before them.</summary>
    /// <param name="perSecond">How many.</param>
    /// <param name="until">So many in all; all of them when it is null.</param>
    /// <param name="enough">Ends it before.</param>
    public async Task FeedAsync(int perSecond, int? until = null, Task? enough = null)
    {
        var (since, first) = (Stopwatch.StartNew(), _fed);
        while (_fed < (until ?? Events) && enough is not { IsCompleted: true })
        {
            for (; _fed < Math.Min(until ?? Events, first + (since.Elapsed.TotalSeconds * perSecond)); _fed++) _due.Enqueue(_fed);
            await Task.Delay(10);
        }
    }

    /// <summary>No new tickets any more: the last one's events are sent, and that is all.</summary>
    public void Close()
    {
        Tickets = (_fed + 3) / 4;
        for (; _fed < Events; _fed++) _due.Enqueue(_fed);
    }

    public override string ToString() => string.Join(", ", _answers.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Value} × {a.Key}"));

    private async Task WorkAsync(Workspace workspace)
    {
        while (Done < Events)
        {
            if (!_due.TryDequeue(out var next))
            {
                await Task.Delay(20); // the others' events may come back
                continue;
            }

            var started = Stopwatch.GetTimestamp();
            var answer = await AnswerAsync(workspace, next);
            if (answer == "202") _posts.Enqueue(new Post(started, Stopwatch.GetElapsedTime(started)));
            _answers.AddOrUpdate(answer, 1, (_, n) => n + 1);
            if (answer == "202")
            {
                _accepted[next]++;
                Interlocked.Increment(ref _done);
                continue;
            }

            _due.Enqueue(next);
            await Task.Delay(200);
        }
    }

    private static async Task<string> AnswerAsync(Workspace workspace, int number)
    {
        try
        {
            using var answer = await workspace.PostAsync(Event(number));
            if (answer.StatusCode is not (HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable))
                throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            return ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return e.GetType().Name;
        }
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"e{number}");

    private static string Event(int number)
    {
        var (ticket, step) = (number / 4, number % 4);
        var (type, minutes, data) = step switch
        {
            0 => ("ticket.opened", 0, (object)new { channel = "email" }),
            1 => ("ticket.replied", 10, new { author = "agent", agent = string.Create(CultureInfo.InvariantCulture, $"a{ticket % 20}") }),
            2 => ("ticket.resolved", 60, new { }),
            _ => ("survey.answered", 90, new { kind = "csat", score = 1 + (ticket % 5), scale = "1-5" }),
        };
        return JsonSerializer.Serialize(new
        {
            specversion = "1.0",
            id = Id(number),
            source = "/faults/a",
            type = "helpdesk." + type,
            subject = string.Create(CultureInfo.InvariantCulture, $"t{ticket}"),
            time = new DateTimeOffset(2025, 9, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes((ticket % 40_000) + minutes),
            data,
        });
    }
}

/// <param name="Started">By <see cref="Stopwatch"/>.</param>
internal sealed record Post(long Started, TimeSpan Took);
