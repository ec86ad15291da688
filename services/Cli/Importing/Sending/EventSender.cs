using System.Net;
using System.Net.Http.Headers;
using System.Text;
using KpiPlatform.Mapping;

namespace KpiPlatform.Cli.Importing.Sending;

/// <summary>The front door can't be used with this key, or was away for longer than one waits.</summary>
internal sealed class SendException(string message) : Exception(message);

/// <summary>
/// Sends events, or a vendor's records, until it is known what became of each. "Not now" (429, 503) and answers that never came are
/// sent again: the ids are the same, so nothing counts twice. A request whose answer does not say what became of each event is halved until it does.
/// </summary>
internal sealed class EventSender(HttpClient http, IngestTarget target, TimeProvider time)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Where on the front door they go.</summary>
    public Door Door { get; init; } = Door.Events;

    /// <summary>How long one request is tried while the front door can't take it.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long it is tried while nothing at all has answered yet: then the address is wrong rather than the server busy.</summary>
    public TimeSpan FirstPatience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A key that was made a moment ago is known to the services within a second.</summary>
    private static readonly TimeSpan UntilKeysAreKnown = TimeSpan.FromSeconds(2);

    private volatile bool _answeredOnce;

    /// <summary>Throws <see cref="SendException"/> when it has to be given up; nothing is then known of these events, and sending them again is right.</summary>
    public async Task<SendAnswer> SendAsync(IReadOnlyList<string> events, CancellationToken cancellation)
    {
        if (events.Count == 0) return SendAnswer.None;
        var (status, body) = await UntilUnderstood(events, cancellation);
        var taken = (int)status is >= 200 and < 300;
        if (!taken && status is not (HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity))
            throw new SendException($"{target.Ingest} answered {(int)status}: {Shorten(body)}");
        if ((Door.TakesRecords ? SendAnswer.ReadRecords(body, events.Count, taken) : SendAnswer.Read(body, events.Count, taken)) is { } answer) return answer;
        if (taken && events.Count == 1) throw new SendException($"{target.Ingest} answered {(int)status} with something that is no answer: {Shorten(body)}");
        if (events.Count == 1) return new SendAnswer(0, 0, 0, [new Refusal(0, Shorten(body))]) { IsOfRecords = Door.TakesRecords };
        var half = events.Count / 2;
        var first = await SendAsync([.. events.Take(half)], cancellation);
        return first.Then(await SendAsync([.. events.Skip(half)], cancellation), half);
    }

    /// <summary>The answer itself, from a door that only tries.</summary>
    public async Task<string> TryAsync(IReadOnlyList<string> records, CancellationToken cancellation)
    {
        var (status, body) = await UntilUnderstood(records, cancellation);
        return (int)status is >= 200 and < 300 ? body : throw new SendException($"{target.Ingest} answered {(int)status}: {Shorten(body)}");
    }

    private async Task<(HttpStatusCode Status, string Body)> UntilUnderstood(IReadOnlyList<string> events, CancellationToken cancellation)
    {
        var (status, body) = await UntilAnswered(events, cancellation);
        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            throw new SendException($"{target.Ingest} does not take this key ({(int)status}): it needs the scope events:write. {Shorten(body)}");
        return (int)status >= 400 && Door.Misunderstanding(body) is { } wrong ? throw new MappingException([new("", wrong)]) : (status, body);
    }

    private async Task<(HttpStatusCode Status, string Body)> UntilAnswered(IReadOnlyList<string> events, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            var pause = TimeSpan.FromMilliseconds(Math.Min(100 << Math.Min(attempt, 6), LongestPause.TotalMilliseconds));
            string trouble;
            try
            {
                using var response = await Post(events, cancellation);
                _answeredOnce = true;
                var body = await response.Content.ReadAsStringAsync(cancellation);
                var tooSoon = response.StatusCode == HttpStatusCode.Unauthorized && time.GetElapsedTime(began) < UntilKeysAreKnown;
                if (!tooSoon && response.StatusCode != HttpStatusCode.TooManyRequests && (int)response.StatusCode < 500) return (response.StatusCode, body);
                trouble = $"it answers {(int)response.StatusCode}: {Shorten(body)}";
                if (response.Headers.RetryAfter is { } after) pause = PauseOf(after) ?? pause;
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException || (lost is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                trouble = lost.Message;
            }

            if (time.GetElapsedTime(began) + pause > (_answeredOnce ? Patience : FirstPatience))
                throw new SendException($"{target.Ingest} can't take events: {trouble}");
            await Task.Delay(pause, time, cancellation);
        }
    }

    private async Task<HttpResponseMessage> Post(IReadOnlyList<string> events, CancellationToken cancellation)
    {
        var content = new StringContent(string.Join('\n', events), Encoding.UTF8, "application/x-ndjson");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(target.Ingest, Door.Path)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", target.Key);
        return await http.SendAsync(request, cancellation);
    }

    /// <summary>What the server asks for, at most a minute of it.</summary>
    private TimeSpan? PauseOf(RetryConditionHeaderValue after)
    {
        var asked = after.Delta ?? after.Date - time.GetUtcNow();
        return asked is { } pause && pause >= TimeSpan.Zero ? TimeSpan.FromSeconds(Math.Min(pause.TotalSeconds, 60)) : null;
    }

    private static string Shorten(string text) => text.Length <= 500 ? text.Trim() : text[..500].Trim() + "…";
}
