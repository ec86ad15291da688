using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace KpiPlatform.Faults.Tests;

/// <summary>What a receiver got, and what it said to it.</summary>
internal sealed record HookCall(string Id, string Timestamp, string Signature, byte[] Body, int Answer)
{
    public string Type => JsonDocument.Parse(Body).RootElement.GetProperty("type").GetString()!;

    public string Subject => JsonDocument.Parse(Body).RootElement.GetProperty("data").GetProperty("subject").GetString()!;
}

/// <summary>A receiver that has bad days: of three notices it fails one, the first time that one comes.</summary>
internal sealed class HookReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, int> _seen = new(StringComparer.Ordinal);

    public HookReceiver()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        Url = $"http://127.0.0.1:{port}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = Task.Run(ListenAsync);
    }

    public string Url { get; }

    public ConcurrentQueue<HookCall> Calls { get; } = new();

    public void Dispose() => _listener.Close();

    private async Task ListenAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => HearAsync(context));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task HearAsync(HttpListenerContext context)
    {
        var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        var headers = context.Request.Headers;
        var id = headers["webhook-id"]!;
        var times = _seen.AddOrUpdate(id, 1, (_, n) => n + 1);
        var answer = times == 1 && id[^1] is '0' or '3' or '6' or '9' or 'c' ? 503 : 204;
        await Task.Delay(30);
        Calls.Enqueue(new HookCall(id, headers["webhook-timestamp"]!, headers["webhook-signature"]!, body.ToArray(), answer));
        context.Response.StatusCode = answer;
        context.Response.Close();
    }
}
