using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>A tiny OTLP collector (HTTP, protobuf) on loopback.</summary>
internal sealed class SpanReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentBag<Span> _spans = [];
    private readonly ConcurrentBag<(string Signal, byte[] Body)> _exports = [];

    private SpanReceiver(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public IReadOnlyCollection<Span> Spans => _spans;

    /// <summary>Everything that came, as it came: traces, logs and metrics.</summary>
    public IReadOnlyCollection<(string Signal, byte[] Body)> Exports => _exports;

    public static async Task<SpanReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new SpanReceiver(builder.Build());
        receiver._app.MapPost("/v1/{signal}", receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> TakeAsync(string signal, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        _exports.Add((signal, body.ToArray()));
        if (signal == "traces")
            foreach (var span in EndToEnd.Tests.Spans.Of(body.ToArray()))
                _spans.Add(span);
        return Results.Bytes([], "application/x-protobuf");
    }
}
