using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace KpiPlatform.Deploy.Tests;

/// <summary>Dashboards and alerts ask for what is there: docs/telemetry.md says what that is, as a Prometheus names it that takes OTLP.</summary>
public sealed partial class TelemetryTests
{
    private const string Rules = "deploy/otel/alerts.rules.yaml";

    /// <summary>Of .NET, ASP.NET Core and Npgsql: what we use of them.</summary>
    private static readonly string[] Others =
    [
        "http_server_request_duration_seconds", "http_client_request_duration_seconds", "db_client_operation_duration_seconds", "db_client_connection_count", "dotnet_process_cpu_time_seconds_total",
        "dotnet_process_memory_working_set_bytes", "dotnet_gc_pause_time_seconds_total",
    ];

    private static readonly string[] OtherLabels = ["le", "job", "service_instance_id", "http_response_status_code", "db_client_connection_state"];
    private static readonly string[] Words = ["sum", "by", "rate", "max", "and", "or", "unless", "increase", "deriv", "vector", "histogram_quantile", "__rate_interval"];

    public static TheoryData<string> Dashboards => [.. Files.Ending(".json").Where(path => path.StartsWith("deploy/grafana/dashboards/", StringComparison.Ordinal))];

    [Fact]
    public void Alerts_ask_for_metrics_and_labels_that_there_are()
    {
        Assert.True(Alerts().Count > 15);
        Assert.Empty(All(Rules).SelectMany(rule => Unknown(Text(rule, "expr"))));
    }

    [Fact]
    public void Every_alert_says_what_is_wrong_how_bad_it_is_and_where_it_says_what_to_do()
    {
        Assert.All(Alerts(), alert =>
        {
            Assert.NotEqual("", Text(alert, "annotations", "summary"));
            Assert.Contains(Text(alert, "labels", "severity"), (string[])["warning", "critical"]);
            Assert.Matches(@"^deploy/runbook\.md#[a-z-]+$", Text(alert, "annotations", "runbook"));
        });
        Assert.Distinct(Alerts().Select(alert => Text(alert, "alert")));
    }

    [Fact]
    public void What_to_do_is_in_the_runbook()
    {
        if (Files.Ending("deploy/runbook.md").Count == 0) Assert.Skip("The runbook is not written yet.");
        var runbook = Files.Read("deploy/runbook.md");
        var anchors = Heading().Matches(runbook).Select(h => NotInAnAnchor().Replace(h.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))
            .Concat(Id().Matches(runbook).Select(id => id.Groups["id"].Value)).ToHashSet();
        Assert.Subset(anchors, Alerts().Select(alert => Text(alert, "annotations", "runbook").Split('#')[1]).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Dashboards))]
    public void A_dashboard_asks_for_metrics_and_labels_that_there_are(string path)
    {
        var panels = JsonDocument.Parse(Files.Read(path)).RootElement.GetProperty("panels").EnumerateArray().Where(p => p.GetProperty("type").GetString() != "row").ToList();
        Assert.NotEmpty(panels);
        Assert.All(panels, panel =>
        {
            Assert.Equal("prometheus", panel.GetProperty("datasource").GetProperty("uid").GetString());
            var asked = panel.GetProperty("targets").EnumerateArray().Select(t => t.GetProperty("expr").GetString()!).ToList();
            Assert.NotEmpty(asked);
            Assert.Empty(asked.SelectMany(Unknown));
        });
    }

    [Theory]
    [InlineData("sum(rate(kpi_dead_letters_total[5m]))", "")]
    [InlineData("sum by (kpi_partition) (kpi_dead_letter)", "kpi_dead_letter")]
    [InlineData("max(kpi_partition_age{kpi_part=\"kpi_x\"})", "kpi_partition_age kpi_part")]
    public void What_there_is_not_would_be_found(string asked, string unknown) => Assert.Equal(unknown.Split(' ', StringSplitOptions.RemoveEmptyEntries), Unknown(asked));

    /// <summary>Names in an expression that are neither metrics nor labels nor PromQL.</summary>
    private static IEnumerable<string> Unknown(string expression)
    {
        var (metrics, labels) = Promised();
        var recorded = All(Rules).Select(rule => Text(rule, "record")).Where(r => r.Length > 0);
        var known = metrics.Concat(labels).Concat(Others).Concat(OtherLabels).Concat(Words).Concat(recorded).ToHashSet();
        return Name().Matches(NotAName().Replace(expression, " ")).Select(name => name.Value).Where(name => !known.Contains(name) && !known.Contains(Part().Replace(name, ""))).Distinct();
    }

    /// <summary>Dots become underscores; units but for counts of things, and _total, are added.</summary>
    private static (List<string> Metrics, List<string> Labels) Promised()
    {
        var rows = Row().Matches(Files.Read("docs/telemetry.md"));
        var metrics = rows.Select(row => (row.Groups["name"].Value.Replace('.', '_'), row.Groups["unit"].Value, row.Groups["type"].Value)).Select(row =>
            row.Item1 + row.Item2 switch { "s" => "_seconds", "By" => "_bytes", _ => "" } + (row.Item3 == "counter" ? "_total" : "")).ToList();
        return (metrics, [.. rows.SelectMany(row => Attribute().Matches(row.Groups["attributes"].Value)).Select(a => a.Groups["name"].Value.Replace('.', '_'))]);
    }

    private static List<YamlMappingNode> Alerts() => [.. All(Rules).Where(rule => Text(rule, "alert").Length > 0)];

    private static IEnumerable<YamlMappingNode> All(string path) =>
        ((YamlSequenceNode)Files.Yaml(path)[0]["groups"]).SelectMany(group => (YamlSequenceNode)group["rules"]).Cast<YamlMappingNode>();

    private static string Text(YamlNode node, params string[] path)
    {
        foreach (var name in path)
        {
            if (!((YamlMappingNode)node).Children.TryGetValue(new YamlScalarNode(name), out var next)) return "";
            node = next;
        }

        return ((YamlScalarNode)node).Value ?? "";
    }

    [GeneratedRegex(@"^\| `(?<name>kpi\.[a-z_.]+)` \| (?<type>[a-z]+) \| `(?<unit>[^`]+)` \|(?<attributes>[^|]*)\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<name>[a-z_.]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Attribute();

    // Text, durations and numbers.
    [GeneratedRegex(@"""(\\.|[^""\\])*""|\[[^\]]*\]|\b[0-9.]+\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotAName();

    [GeneratedRegex(@"[A-Za-z_][A-Za-z0-9_:]*", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"_(bucket|count|sum)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Part();

    [GeneratedRegex(@"^#+ (?<text>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^a-z0-9 _-]", RegexOptions.None, 1000)]
    private static partial Regex NotInAnAnchor();

    [GeneratedRegex(@"id=""(?<id>[^""]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
