namespace KpiPlatform.EndToEnd.Tests;

/// <summary>A span as it was exported; ids in hexadecimal.</summary>
internal sealed record Span(
    string Service, string Scope, string Name, string TraceId, string SpanId, string ParentId, IReadOnlyList<(string TraceId, string SpanId)> Links, IReadOnlyDictionary<string, string> Tags, bool IsError)
{
    public (string TraceId, string SpanId) Context => (TraceId, SpanId);
}

/// <summary>A point of a metric. Of a histogram, the value is how many were recorded.</summary>
/// <param name="Type">gauge, counter, updowncounter or histogram.</param>
/// <param name="Traces">Of its exemplars.</param>
internal sealed record Point(
    string Service, string Metric, string Unit, string Type, IReadOnlyDictionary<string, string> Tags, double Value, IReadOnlyList<double> Bounds, IReadOnlyList<string> Traces)
{
    public string Series => $"{Service} {Metric} {string.Join(' ', Tags.OrderBy(t => t.Key, StringComparer.Ordinal))}";
}

/// <summary>A line of a log.</summary>
internal sealed record LogLine(string Service, string Text, string TraceId, string SpanId);

/// <summary>What export requests say (opentelemetry/proto/{trace,metrics,logs}/v1).</summary>
internal static class Signals
{
    public static IEnumerable<Span> Spans(byte[] export) =>
        from resource in new ReadOnlyMemory<byte>(export).At(1)
        from scope in resource.At(2)
        from span in scope.At(2)
        select new Span(
            Service(resource), scope.Text(1, 1), span.Text(5), span.Hex(1), span.Hex(2), span.Hex(4), [.. span.At(13).Select(link => (link.Hex(1), link.Hex(2)))], span.Attributes(9), span.At(15).Any(status => status.Number(3) == 2));

    public static IEnumerable<Point> Points(byte[] export) =>
        from resource in new ReadOnlyMemory<byte>(export).At(1)
        from metric in resource.At(2, 2)
        from data in Data(metric)
        from point in data.Body.At(1)
        select data.Type == "histogram"
            ? new Point(Service(resource), metric.Text(1), metric.Text(3), data.Type, point.Attributes(9), point.Fixed(4).FirstOrDefault(), [.. point.Doubles(7)], Traces(point.At(8)))
            : new Point(Service(resource), metric.Text(1), metric.Text(3), data.Type, point.Attributes(7), point.Doubles(4).Concat(point.Fixed(6).Select(n => (double)n)).FirstOrDefault(), [], Traces(point.At(5)));

    public static IEnumerable<LogLine> Logs(byte[] export) =>
        from resource in new ReadOnlyMemory<byte>(export).At(1)
        from line in resource.At(2, 2)
        select new LogLine(Service(resource), line.Text(5, 1), line.Hex(9), line.Hex(10));

    /// <summary>What it all comes from, as an export says.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Resources(byte[] export) => new ReadOnlyMemory<byte>(export).At(1, 1).Select(resource => resource.Attributes(1));

    private static IEnumerable<(string Type, ReadOnlyMemory<byte> Body)> Data(ReadOnlyMemory<byte> metric) =>
    [
        .. metric.At(5).Select(body => ("gauge", body)),
        .. metric.At(7).Select(body => (body.Number(3) == 1 ? "counter" : "updowncounter", body)),
        .. metric.At(9).Select(body => ("histogram", body)),
    ];

    private static List<string> Traces(IEnumerable<ReadOnlyMemory<byte>> exemplars) => [.. exemplars.Select(exemplar => exemplar.Hex(5)).Where(id => id.Length > 0)];

    private static string Service(ReadOnlyMemory<byte> resource) => resource.At(1).SelectMany(r => r.Attributes(1)).FirstOrDefault(a => a.Key == "service.name").Value ?? "";
}
