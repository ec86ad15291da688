using KpiPlatform.Testing;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>From a webhook's request the way leads on to the rows it wrote, and from the rows back to the request, though both shared their message and their transaction with others.</summary>
[Collection("observed")]
public sealed class TraceTests(ObservedStack observed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly OtlpReceiver _receiver = observed.Receiver;

    [Fact]
    public async Task Every_request_leads_to_the_transaction_that_counted_it_and_back()
    {
        await Eventually.HoldsAsync(() =>
        {
            var all = _receiver.Spans.DistinctBy(s => s.SpanId).ToDictionary(s => s.SpanId, StringComparer.Ordinal);
            foreach (var trace in observed.Together)
            {
                var request = Assert.Single(all.Values, s => s.TraceId == trace && s.ParentId == "b7ad6b7169203331");
                Assert.Contains(request.Name, (string[])["POST /v1/events", "POST /v1/webhooks/{source}/{workspace}"]);
                Assert.Equal("202", request.Tags["http.response.status_code"]);
                var publish = Linked(all, request, "publish kpi.events");
                Assert.Contains(request.Context, publish.Links);
                Assert.Equal(("rabbitmq", "kpi.events", "0"), (publish.Tags["messaging.system"], publish.Tags["messaging.destination.name"], publish.Tags["kpi.partition"]));
                var received = Assert.Single(all.Values, s => s.Links.Any(link => all.TryGetValue(link.SpanId, out var to) && to.Name == "project") && Above(s, all).Contains(publish));
                var project = Linked(all, received, "project");
                Assert.Contains(request.Context, project.Links);
                Assert.True(project.Links.Contains(received.Context) || project.ParentId == received.SpanId);
                Assert.Equal(Number(project, "kpi.event.count"), Number(project, "kpi.event.new") + Number(project, "kpi.event.duplicate"));
                Assert.Contains(all.Values, s => s.Scope == "Npgsql" && s.Name == "copy log" && s.ParentId == project.SpanId);
            }

            Assert.Contains(all.Values, s => s.Name == "publish kpi.events" && s.Links.Count > 1);
            return Task.CompletedTask;
        }, Patience);
    }

    [Fact]
    public async Task Statements_are_named_by_what_they_do_and_tell_neither_values_nor_how_to_connect()
    {
        await Eventually.HoldsAsync(() =>
        {
            var statements = _receiver.Spans.Where(s => s.Scope == "Npgsql").ToList();
            Assert.Superset(new HashSet<string>(["kpi-aggregator", "kpi-query"]), statements.Select(s => s.Service).ToHashSet());
            Assert.All(statements, s => Assert.Matches("^[a-z]+( [a-z_0-9]+)?$", s.Name));
            Assert.All(statements, s => Assert.Equal("postgresql", s.Tags["db.system.name"]));
            Assert.All(statements, s => Assert.DoesNotContain(s.Tags.Values, value => value.Contains("Host=", StringComparison.OrdinalIgnoreCase) || value.Contains("Username=", StringComparison.OrdinalIgnoreCase)));
            Assert.All(statements, s => Assert.NotEqual("", s.ParentId));
            return Task.CompletedTask;
        }, Patience);
    }

    [Fact]
    public async Task What_no_request_asked_for_has_a_trace_too()
    {
        await Eventually.HoldsAsync(() =>
        {
            var all = _receiver.Spans.DistinctBy(s => s.SpanId).ToDictionary(s => s.SpanId, StringComparer.Ordinal);
            foreach (var name in (string[])["rebuild", "retain", "refold", "deliver notice", "publish kpi.notices", "reconcile chatwoot", "kpi query"]) Assert.Contains(all.Values, s => s.Name == name);
            var delivery = all.Values.First(s => s.Name == "deliver notice");
            var post = Assert.Single(all.Values, s => s.ParentId == delivery.SpanId && s.Scope == "System.Net.Http");
            Assert.Contains(observed.World.Told, told => told.Contains(post.SpanId, StringComparison.Ordinal));
            var query = all.Values.First(s => s.Name == "kpi query" && s.Tags["kpi.shape"] == "breakdown");
            Assert.Equal(("tickets_opened", "channel", "7d", "miss"), (query.Tags["kpi.names"], query.Tags["kpi.group_by"], query.Tags["kpi.window"], query.Tags["kpi.cache"]));
            Assert.DoesNotContain(all.Values, s => s.Name.Contains("/health", StringComparison.Ordinal));
            return Task.CompletedTask;
        }, Patience);
    }

    [Fact]
    public async Task A_line_of_the_log_and_its_export_bear_the_trace_of_the_span_they_were_written_in()
    {
        await Eventually.HoldsAsync(async () =>
        {
            var line = _receiver.Logs.First(l => l.Text.Contains("were folded again", StringComparison.Ordinal));
            Assert.Contains(_receiver.Spans, s => s.Name == "refold" && s.Context == (line.TraceId, line.SpanId));
            var written = await File.ReadAllTextAsync(Path.Combine(observed.Stack.Folder, "aggregator-0.log"));
            Assert.Contains(written.Split('\n'), l => l.Contains("were folded again", StringComparison.Ordinal) && l.Contains($"\"TraceId\":\"{line.TraceId}\"", StringComparison.Ordinal));
        }, Patience);
    }

    [Fact]
    public async Task No_secret_in_an_address_is_in_any_export_or_log()
    {
        await Eventually.HoldsAsync(() => Task.FromResult(_receiver.Spans.First(s => s.Name == "deliver notice")), Patience);
        string[] secrets = [ObservedStack.HookSecret, ObservedStack.QuerySecret, ObservedStack.ConnectionSecret];
        var texts = _receiver.Exports.Select(export => System.Text.Encoding.UTF8.GetString(export.Body)).Concat(Directory.EnumerateFiles(observed.Stack.Folder, "*.log").Select(File.ReadAllText));
        Assert.All(texts, text => Assert.DoesNotContain(secrets, secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    private static int Number(Span span, string tag) => int.Parse(span.Tags[tag], System.Globalization.CultureInfo.InvariantCulture);

    private static Span Linked(Dictionary<string, Span> all, Span from, string name) => Assert.Single(from.Links.Select(link => all.GetValueOrDefault(link.SpanId)).OfType<Span>(), s => s.Name == name);

    private static IEnumerable<Span> Above(Span span, Dictionary<string, Span> spans)
    {
        for (var at = span; spans.TryGetValue(at.ParentId, out var parent); at = parent) yield return parent;
    }
}
