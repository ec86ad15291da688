using System.Text.RegularExpressions;
using KpiPlatform.Testing;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>What docs/telemetry.md promises is what a running stack sends, and nothing else.</summary>
[Collection("observed")]
public sealed partial class MetricTests(ObservedStack observed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly OtlpReceiver _receiver = observed.Receiver;

    [Fact]
    public async Task Every_metric_of_the_table_is_sent_with_its_type_unit_and_attributes_and_no_other()
    {
        var promised = Rows().Matches(await File.ReadAllTextAsync(Path.Combine(SharedFolder.Root, "docs/telemetry.md")))
            .Select(row => $"{row.Groups["name"]} {row.Groups["type"]} {row.Groups["unit"]} [{string.Join(' ', Names().Matches(row.Groups["attributes"].Value).Select(a => a.Groups["name"].Value).Order(StringComparer.Ordinal))}]")
            .Order(StringComparer.Ordinal).ToList();
        Assert.True(promised.Count > 20);
        await Eventually.HoldsAsync(() =>
        {
            var sent = _receiver.Points.Where(p => p.Metric.StartsWith("kpi.", StringComparison.Ordinal)).GroupBy(p => p.Metric)
                .Select(m => $"{m.Key} {m.First().Type} {m.First().Unit} [{string.Join(' ', m.SelectMany(p => p.Tags.Keys).Distinct().Order(StringComparer.Ordinal))}]").Order(StringComparer.Ordinal);
            Assert.Equal(promised, sent);
            return Task.CompletedTask;
        }, Patience);
    }

    [Fact]
    public async Task The_lag_is_a_histogram_around_its_aim_whose_exemplars_lead_to_transactions()
    {
        await Eventually.HoldsAsync(() =>
        {
            var lag = _receiver.Points.Where(p => p.Metric == "kpi.event.lag").ToList();
            Assert.Equal([.05, .1, .25, .5, 1, 2, 5, 10, 20, 30, 60, 300, 3600], lag[0].Bounds);
            Assert.Superset(new HashSet<string>(["live", "reconciliation"]), lag.Select(p => p.Tags["kpi.origin"]).ToHashSet());
            var transactions = _receiver.Spans.Where(s => s.Name == "project").Select(s => s.TraceId).ToHashSet();
            Assert.Contains(lag.SelectMany(p => p.Traces), transactions.Contains);
            return Task.CompletedTask;
        }, Patience);
    }

    [Fact]
    public async Task Whatever_callers_make_up_makes_no_series()
    {
        await Eventually.HoldsAsync(() =>
        {
            var points = _receiver.Points.Where(p => !p.Metric.StartsWith("dotnet.", StringComparison.Ordinal)).DistinctBy(p => p.Series).ToList();
            Assert.Contains(points, p => p.Tags.GetValueOrDefault("kpi.source") == "unknown");
            Assert.Contains(points, p => p.Tags.GetValueOrDefault("http.request.method") == "_OTHER");
            Assert.DoesNotContain(points, p => p.Tags.Values.Any(value => MadeUp().IsMatch(value)));
            Assert.All(points.GroupBy(p => $"{p.Service} {p.Metric}"), metric => Assert.True(metric.Count() <= 40, $"{metric.Key}: {metric.Count()} series"));
            return Task.CompletedTask;
        }, Patience);
    }

    [Fact]
    public void Every_export_says_which_service_of_which_version_in_which_environment_sent_it()
    {
        var resources = _receiver.Exports.SelectMany(export => Signals.Resources(export.Body)).ToList();
        Assert.Equal(["kpi-aggregator", "kpi-ingestion", "kpi-query"], resources.Select(r => r["service.name"]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(resources, r => Assert.Equal("kpi", r["service.namespace"]));
        Assert.All(resources, r => Assert.NotEqual("", r["service.version"]));
        Assert.All(resources, r => Assert.NotEqual("", r["service.instance.id"]));
        Assert.Contains(resources, r => r.GetValueOrDefault("deployment.environment.name") == "test");
    }

    [GeneratedRegex(@"^\| `(?<name>kpi\.[a-z_.]+)` \| (?<type>[a-z]+) \| `(?<unit>[^`]+)` \|(?<attributes>[^|]*)\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rows();

    // In brackets are the values.
    [GeneratedRegex(@"`(?<name>[a-z_.]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();

    [GeneratedRegex(@"(vendor|workspace|path|METHOD|nowhere|up|host)\d", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MadeUp();
}
