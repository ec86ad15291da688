using System.Globalization;
using System.Text.RegularExpressions;

namespace KpiPlatform.Deploy.Tests.Kubernetes;

/// <summary>What the manifests tell our services is what the code reads, and enough of it.</summary>
public sealed partial class ServiceTests
{
    /// <summary>How long a host may take to stop (.NET's default); what is longer is cut off.</summary>
    private const int HostStops = 30;

    private static readonly IReadOnlyList<Kustomization> Overlays = Kustomization.Overlays;

    [Fact]
    public void A_service_is_told_what_its_code_reads_and_nothing_else()
    {
        var read = Files.Ending(".cs").Where(path => path.StartsWith("services/", StringComparison.Ordinal)).SelectMany(path => Name().Matches(Files.Read(path))).Select(m => m.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        foreach (var kustomization in Overlays)
        {
            foreach (var service in kustomization.Ours)
            {
                var told = service.Environment.Keys.Concat(kustomization.Config.Keys).ToHashSet(StringComparer.Ordinal);
                Assert.Empty(told.Where(name => name.StartsWith("KPI_", StringComparison.Ordinal)).Except(read));
                if (service.Kind != "Job") Assert.Empty(Needed(service).Except(told));
            }
        }
    }

    [Fact]
    public void Probes_ask_what_the_services_answer()
    {
        var answered = HealthPath().Matches(Files.Read("services/Platform/Hosting/Health.cs")).Select(m => m.Groups["path"].Value).ToHashSet(StringComparer.Ordinal);
        foreach (var service in Overlays.SelectMany(k => k.Ours).Where(w => w.Kind != "Job"))
        {
            foreach (var (probe, path) in new[] { ("startupProbe", "/health/startup"), ("livenessProbe", "/health/live"), ("readinessProbe", "/health/ready") })
            {
                Assert.Equal(path, service.Container.Text(probe, "httpGet", "path"));
                Assert.Contains(path, answered);
                Assert.Contains(service.Container.Text(probe, "httpGet", "port"), service.Ports);
            }

            var listens = new Uri(service.Environment["ASPNETCORE_URLS"].Replace('*', 'h')).Port;
            Assert.Equal(listens, Assert.Single(service.Container.All("ports")).Number("containerPort"));
        }
    }

    [Fact]
    public void Secrets_are_mounted_as_folders_because_a_single_mounted_file_never_changes()
    {
        foreach (var service in Overlays.SelectMany(k => k.Ours))
        {
            var mounts = service.Container.All("volumeMounts").ToDictionary(m => m.Text("name"), StringComparer.Ordinal);
            Assert.All(mounts.Values, m => Assert.Equal("", m.Text("subPath")));
            Assert.All(service.Pod.All("volumes").Where(v => v.At("secret") is not null), v => Assert.Equal("true", mounts[v.Text("name")].Text("readOnly")));
            foreach (var path in service.Environment.Where(e => e.Key.EndsWith("_FILE", StringComparison.Ordinal)).Select(e => e.Value))
                Assert.Contains(mounts.Values, m => m.Text("mountPath") == Path.GetDirectoryName(path));
        }
    }

    [Fact]
    public void The_spool_fits_on_the_volume_that_outlives_the_pod()
    {
        foreach (var service in Overlays.SelectMany(k => k.Ours).Where(w => w.Environment.ContainsKey("KPI_INGESTION_HOME")))
        {
            Assert.Equal("StatefulSet", service.Kind);
            var claim = Assert.Single(service.Node.All("spec", "volumeClaimTemplates"));
            Assert.Contains(service.Container.All("volumeMounts"), m => m.Text("mountPath") == service.Environment["KPI_INGESTION_HOME"] && m.Text("name") == claim.Text("metadata", "name"));
            Assert.Equal("Retain", service.Node.Text("spec", "persistentVolumeClaimRetentionPolicy", "whenScaled"));
            var room = int.Parse(claim.Text("spec", "resources", "requests", "storage").Replace("Gi", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024;
            Assert.True(room >= 2 * int.Parse(service.Environment["KPI_SPOOL_MB"], CultureInfo.InvariantCulture) + 256);
        }
    }

    [Fact]
    public void There_are_never_more_aggregators_than_partitions_and_all_queues_are_counted()
    {
        var production = Overlays.Single(k => k.Folder.EndsWith("/production", StringComparison.Ordinal));
        var scaled = Assert.Single(production.Of("ScaledObject")).Node;
        Assert.Equal(production.Config["KPI_PARTITIONS"], scaled.Text("spec", "maxReplicaCount"));
        var trigger = Assert.Single(scaled.All("spec", "triggers")).At("metadata");
        var queues = Regex.Match(Files.Read("services/Platform/Bus/BusNames.cs"), "string Events = \"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["name"].Value;
        Assert.Matches(trigger.Text("queueName"), queues + ".0");
        Assert.Matches(trigger.Text("queueName"), queues + ".255");
        Assert.DoesNotMatch(trigger.Text("queueName"), "kpi.dead");
    }

    [Fact]
    public void There_is_time_to_finish_what_was_begun()
    {
        foreach (var kustomization in Overlays)
        {
            foreach (var service in kustomization.Ours.Where(w => w.Kind != "Job"))
            {
                var pause = service.Container.Number("lifecycle", "preStop", "sleep", "seconds");
                Assert.True(service.Pod.Number("terminationGracePeriodSeconds") >= pause + HostStops + 5, service.ToString());
                // The server stops listening at once: who is still sent requests must wait until nobody does.
                if (kustomization.Of("Service").Any(s => s.Node.Map("spec", "selector").All(pair => service.PodLabels.GetValueOrDefault(pair.Key) == pair.Value))) Assert.True(pause >= 5, service.ToString());
            }
        }
    }

    /// <summary>The settings without which the program does not start.</summary>
    private static IEnumerable<string> Needed(Manifest service)
    {
        var folder = $"services/{CultureInfo.InvariantCulture.TextInfo.ToTitleCase(service.Container.Text("name"))}/";
        var code = string.Concat(Files.Ending(".cs").Where(path => path.StartsWith(folder, StringComparison.Ordinal)).Select(Files.Read));
        Assert.NotEqual("", code);
        foreach (Match required in RequiredName().Matches(code)) yield return required.Groups["name"].Value;
        if (code.Contains(".RabbitMq()", StringComparison.Ordinal) || code.Contains("AddBus(", StringComparison.Ordinal)) yield return "KPI_RABBITMQ";
        if (code.Contains("<KeysCheck>", StringComparison.Ordinal)) yield return "KPI_KEYS_FILE";
    }

    [GeneratedRegex("\"(?<name>KPI_[A-Z_]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex("Required\\(\"(?<name>KPI_[A-Z_]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RequiredName();

    [GeneratedRegex("MapHealthChecks\\(\"(?<path>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HealthPath();
}
