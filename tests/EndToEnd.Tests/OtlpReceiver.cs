using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>A tiny OTLP collector (HTTP, protobuf) on loopback.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentBag<(string Signal, byte[] Body)> _exports = [];

    private OtlpReceiver(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public ConcurrentBag<Span> Spans { get; } = [];

    public ConcurrentBag<Point> Points { get; } = [];

    public ConcurrentBag<LogLine> Logs { get; } = [];

    /// <summary>Everything that came, as it came: traces, logs and metrics.</summary>
    public IReadOnlyCollection<(string Signal, byte[] Body)> Exports => _exports;

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.MapPost("/v1/{signal}", receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> TakeAsync(string signal, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var export = body.ToArray();
        _exports.Add((signal, export));
        foreach (var span in signal == "traces" ? Signals.Spans(export) : []) Spans.Add(span);
        foreach (var point in signal == "metrics" ? Signals.Points(export) : []) Points.Add(point);
        foreach (var line in signal == "logs" ? Signals.Logs(export) : []) Logs.Add(line);
        return Results.Bytes([], "application/x-protobuf");
    }
}
