using KpiPlatform.Testing;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>One trace id leads from a webhook's request to the rows it wrote.</summary>
public sealed class TraceTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task The_trace_of_the_request_leads_to_the_transaction_that_counted_it()
    {
        await using var receiver = await SpanReceiver.StartAsync();
        await using var stack = await TracedStack.StartAsync(receiver.Address);
        using var workspace = await Workspace.NewAsync(stack, "traced");
        await workspace.TakenAsync(
            """{"specversion":"1.0","id":"e1","source":"/own/a","type":"helpdesk.ticket.opened","subject":"t1","time":"2025-09-01T00:00:00Z","data":{"channel":"email"}}""",
            traceParent: $"00-{TraceId}-b7ad6b7169203331-01");

        await Eventually.HoldsAsync(() =>
        {
            var spans = receiver.Spans.Where(s => s.TraceId == TraceId).ToDictionary(s => s.SpanId, StringComparer.Ordinal);
            var request = Assert.Single(spans.Values, s => s.ParentId == "b7ad6b7169203331");
            Assert.Equal("POST /v1/events", request.Name);
            var project = Assert.Single(spans.Values, s => s.Name == "project");
            Assert.Equal("KpiPlatform.Aggregator", project.Scope);
            Assert.Contains(request, Above(project, spans));
            Assert.Contains(spans.Values, s => s.Scope == "Npgsql" && Above(s, spans).Contains(project));
            return Task.CompletedTask;
        }, TimeSpan.FromSeconds(20));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', receiver.Spans.Where(s => s.TraceId == TraceId).Select(s => $"{s.SpanId} < {s.ParentId}  {s.Scope}: {s.Name}")));
    }

    private static IEnumerable<Span> Above(Span span, Dictionary<string, Span> spans)
    {
        for (var at = span; spans.TryGetValue(at.ParentId, out var parent); at = parent) yield return parent;
    }
}
