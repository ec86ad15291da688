using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Reconciling;

/// <summary>GETs from one help desk, no faster than it allows. Redirects are not followed: the token goes to whom it belongs or to nobody.</summary>
internal sealed class VendorClient(HttpClient http, VendorApi api, PullSettings settings, TimeProvider time)
{
    private const int MostFailures = 5;
    private const int MostRefusals = 30;
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>The help desk's clock when it answered first: its events are dated by it.</summary>
    public DateTimeOffset? VendorTime { get; private set; }

    /// <summary>Null when there is no such thing (404). Throws <see cref="PullException"/> when it cannot be had.</summary>
    public async Task<JsonNode?> GetAsync(string path, CancellationToken ct)
    {
        var uri = new Uri(settings.Url.AbsoluteUri.TrimEnd('/') + path);
        for (int failures = 0, refusals = 0; ;)
        {
            TimeSpan pause;
            try
            {
                using var answer = await SendAsync(uri, ct);
                if (answer.IsSuccessStatusCode)
                {
                    var json = await JsonNode.ParseAsync(await answer.Content.ReadAsStreamAsync(ct), documentOptions: new JsonDocumentOptions { MaxDepth = HttpLimits.Depth }, cancellationToken: ct);
                    if (Breather(answer) is { } breather) await Task.Delay(breather, time, ct);
                    return json;
                }

                if (answer.StatusCode is HttpStatusCode.NotFound) return null;
                if (IsRefusal(answer))
                {
                    if (++refusals > MostRefusals) throw new PullException($"{uri.AbsolutePath} is refused for too many requests");
                    pause = RetryAfter(answer) ?? TimeSpan.FromSeconds(30);
                }
                else
                {
                    if ((int)answer.StatusCode < 500 || ++failures > MostFailures) throw new PullException($"{uri.AbsolutePath} answered {(int)answer.StatusCode}{Meaning(answer.StatusCode)}");
                    pause = TimeSpan.FromSeconds(1 << (failures - 1));
                }
            }
            catch (JsonException e)
            {
                throw new PullException($"{uri.AbsolutePath} answered with what is no JSON", e);
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
            {
                if (++failures > MostFailures) throw new PullException($"{uri.AbsolutePath} gave no answer: {e.Message}", e);
                pause = TimeSpan.FromSeconds(1 << (failures - 1));
            }

            await Task.Delay(pause < LongestPause ? pause : LongestPause, time, ct);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri uri, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.Accept.ParseAdd("application/json");
        api.Authorize(request, settings);
        var answer = await http.SendAsync(request, ct);
        VendorTime ??= answer.Headers.Date;
        return answer;
    }

    private static bool IsRefusal(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.TooManyRequests || (answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null);

    private TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    /// <summary>The budget is the whole account's: the last tenth is left to others.</summary>
    private static TimeSpan? Breather(HttpResponseMessage answer)
    {
        if (Number(answer, "RateLimit-Remaining", "X-RateLimit-Remaining", "X-Rate-Limit-Remaining") is not { } remaining) return null;
        var limit = Number(answer, "RateLimit-Limit", "X-RateLimit-Limit", "X-Rate-Limit") ?? 0;
        if (remaining > limit / 10) return null;
        return TimeSpan.FromSeconds(Math.Clamp(Number(answer, "RateLimit-Reset") ?? 5, 1, 60));
    }

    private static long? Number(HttpResponseMessage answer, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (answer.Headers.TryGetValues(name, out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        }

        return null;
    }

    private static string Meaning(HttpStatusCode status) => status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? ": the token is not accepted or may not read this" : "";
}
