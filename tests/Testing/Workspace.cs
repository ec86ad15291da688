using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace KpiPlatform.Testing;

/// <summary>A workspace of a running stack, with a key that may do everything: posts events and asks for numbers, as anybody outside would.</summary>
public sealed class Workspace : IDisposable
{
    private static readonly TimeSpan KeyPatience = TimeSpan.FromSeconds(5);
    private readonly HttpClient _ingest;
    private readonly HttpClient _query;

    private Workspace(Uri ingestion, Uri query, string name, string key, int connections) =>
        (Name, Key, _ingest, _query) = (name, key, Client(ingestion, key, connections), Client(query, key, connections));

    public string Name { get; }

    public string Key { get; }

    /// <summary>A workspace with a new key, once both services know it.</summary>
    public static async Task<Workspace> NewAsync(KpiStack stack, string name, int connections = 8)
    {
        var key = await stack.NewKeyAsync(name, "events:write", "metrics:read", "metrics.agents:read", "targets:write");
        var workspace = new Workspace(stack.IngestUrl, stack.QueryUrl, name, key, connections);
        for (var since = Stopwatch.StartNew(); since.Elapsed < KeyPatience && await workspace.IsUnknownAsync();)
            await Task.Delay(50);
        return workspace;
    }

    /// <summary>The same workspace, posting to another ingestion.</summary>
    public Workspace Through(Uri ingestion, int connections = 8) => new(ingestion, _query.BaseAddress!, Name, Key, connections);

    /// <summary>Posts one structured event, or whatever <paramref name="mediaType"/> says the body is.</summary>
    public Task<HttpResponseMessage> PostAsync(string body, string mediaType = "application/cloudevents+json", string? traceParent = null, CancellationToken cancellation = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events") { Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(mediaType)) };
        if (traceParent is not null)
            request.Headers.Add("traceparent", traceParent);
        return _ingest.SendAsync(request, cancellation);
    }

    /// <summary>Posts, and fails unless everything was taken.</summary>
    public async Task TakenAsync(string body, string mediaType = "application/cloudevents+json", string? traceParent = null)
    {
        using var answer = await PostAsync(body, mediaType, traceParent);
        var said = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != HttpStatusCode.Accepted || said.Contains("\"errors\":[{", StringComparison.Ordinal))
            throw new InvalidOperationException($"{(int)answer.StatusCode} for {body}: {said}");
    }

    /// <summary>The answer to a GET of the query API; fails with what it said unless it is 200.</summary>
    public async Task<JsonElement> AskAsync(string pathAndQuery)
    {
        using var answer = await _query.GetAsync(pathAndQuery);
        var said = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode == HttpStatusCode.OK
            ? JsonSerializer.Deserialize<JsonElement>(said)
            : throw new InvalidOperationException($"{(int)answer.StatusCode} for {pathAndQuery}: {said}");
    }

    /// <summary>The data of the answers to some questions, each as it was written: to be compared with the same at another time.</summary>
    public async Task<string[]> AnswersAsync(IEnumerable<string> questions)
    {
        var answers = new List<string>();
        foreach (var question in questions) answers.Add((await AskAsync(question)).GetProperty("data").GetRawText());
        return [.. answers];
    }

    /// <summary>Puts one of the workspace's rules (<c>/v1/calendars/office</c>), and fails unless it was taken.</summary>
    public async Task PutAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _query.PutAsync(path, content);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{(int)answer.StatusCode} for {path}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>A KPI's entry in a summary.</summary>
    public async Task<JsonElement> NumberAsync(string kpi, string rest) =>
        (await AskAsync($"/v1/summary?kpi={kpi}&{rest}")).GetProperty("data").EnumerateArray().Single();

    public void Dispose()
    {
        _ingest.Dispose();
        _query.Dispose();
    }

    private async Task<bool> IsUnknownAsync()
    {
        using var asked = await _query.GetAsync("/v1/kpis");
        using var posted = await PostAsync("{}");
        return asked.StatusCode == HttpStatusCode.Unauthorized || posted.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests;
    }

    private static HttpClient Client(Uri address, string key, int connections) => new(new SocketsHttpHandler { MaxConnectionsPerServer = connections })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(30),
        DefaultRequestHeaders = { Authorization = new("Bearer", key) },
    };
}
