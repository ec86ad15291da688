using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using KpiPlatform.Cli.Importing.Sending;

namespace KpiPlatform.Cli.Tests.Importing;

/// <summary>A server on loopback that answers <c>POST /v1/events</c> and <c>/v1/imports/…</c> as ingestion does, and as a test wants it to misbehave.</summary>
internal sealed class FrontDoor : IDisposable
{
    private readonly HttpListener _listener = new();
    private int _requests;

    public FrontDoor()
    {
        for (var port = 20_000 + (Environment.ProcessId % 20_000); ; port++)
        {
            try
            {
                _listener.Prefixes.Clear();
                _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
                _listener.Start();
                Address = new Uri($"http://127.0.0.1:{port}/");
                break;
            }
            catch (HttpListenerException)
            {
            }
        }

        _ = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    /// <summary>What was accepted, by id.</summary>
    public ConcurrentDictionary<string, int> Accepted { get; } = new(StringComparer.Ordinal);

    public int Requests => _requests;

    /// <summary>Given the number of the request (from 1): a status to answer with instead of taking anything; -1 takes it and hangs up.</summary>
    public Func<int, int> Mood { get; set; } = _ => 0;

    /// <summary>How many events each record gives; null for a door that takes events.</summary>
    public int? EventsOf { get; set; }

    /// <summary>What is wrong with every request, as a problem.</summary>
    public string? Problem { get; set; }

    /// <summary>Where requests came, with their queries.</summary>
    public ConcurrentBag<string> Paths { get; } = [];

    /// <summary>Ids that are refused.</summary>
    public HashSet<string> Disliked { get; } = [];

    public IngestTarget Target(string home) => new(Address, "kpi_live_test", home);

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            var context = await _listener.GetContextAsync();
            var mood = Mood(Interlocked.Increment(ref _requests));
            try
            {
                if (mood <= 0) await TakeAsync(context, hangUp: mood < 0);
                else await AnswerAsync(context, mood, """{"detail":"not now"}""");
            }
            catch (Exception e) when (e is HttpListenerException or IOException)
            {
                // Whoever asked has gone, as a session does that gave up: the door stays open for the next.
            }
        }
    }

    private async Task TakeAsync(HttpListenerContext context, bool hangUp)
    {
        Paths.Add(context.Request.RawUrl!);
        if (Problem is not null)
        {
            await AnswerAsync(context, 400, Problem);
            return;
        }

        if (context.Request.QueryString["dry_run"] == "true")
        {
            await AnswerAsync(context, 200, """{"outcome":"accepted","reason":"draft","events":[{"type":"helpdesk.ticket.opened"},{"type":"helpdesk.ticket.resolved"}]}""");
            return;
        }

        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var lines = (await reader.ReadToEndAsync()).Split('\n');
        var errors = new List<object>();
        for (var i = 0; i < lines.Length; i++)
        {
            var id = JsonSerializer.Deserialize<JsonElement>(lines[i]).GetProperty("id").GetString()!;
            if (Disliked.Contains(id)) errors.Add(new { index = i, pointer = "/id", detail = "I don't like it" });
            else Accepted.AddOrUpdate(id, 1, (_, n) => n + 1);
        }

        if (hangUp) context.Response.Abort();
        else if (errors.Count == lines.Length) await AnswerAsync(context, 400, JsonSerializer.Serialize(new { errors }));
        else await AnswerAsync(context, 202, JsonSerializer.Serialize(new { accepted = (lines.Length - errors.Count) * (EventsOf ?? 1), duplicates_in_request = 0, ignored = Array.Empty<object>(), errors, records = EventsOf is null ? (int?)null : lines.Length }));
    }

    private static async Task AnswerAsync(HttpListenerContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        if (status is 429 or 503) context.Response.AddHeader("Retry-After", "0");
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
        context.Response.Close();
    }
}
