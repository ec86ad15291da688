namespace KpiPlatform.Deploy.Tests.Kubernetes;

/// <summary>Nobody may talk to anybody, but for what the services need.</summary>
public sealed class NetworkTests
{
    private static readonly IReadOnlyDictionary<string, (string Component, string Port)> Servers = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["KPI_POSTGRES"] = ("postgres", "5432"),
        ["KPI_RABBITMQ"] = ("rabbitmq", "5672"),
    };

    [Fact]
    public void Whatever_is_not_said_is_denied_both_ways()
    {
        foreach (var kustomization in Kustomization.Overlays)
        {
            var deny = Policies(kustomization).Where(p => p.Node.At("spec", "ingress") is null && p.Node.At("spec", "egress") is null).ToList();
            Assert.All(kustomization.Workloads, w => Assert.Contains(deny, p => Manifest.Selects(p.Node.At("spec", "podSelector"), w.PodLabels) && p.Node.Texts("spec", "policyTypes") is ["Ingress", "Egress"]));
        }
    }

    [Fact]
    public void A_service_reaches_the_servers_it_is_told_of_and_no_other()
    {
        foreach (var kustomization in Kustomization.Overlays)
        {
            foreach (var service in kustomization.Ours)
            {
                foreach (var (setting, server) in Servers)
                    Assert.True(service.Environment.ContainsKey(setting) == Reaches(kustomization, service, server), $"{kustomization}: {service} and {server}");
            }
        }
    }

    [Fact]
    public void The_try_outs_servers_let_in_whom_the_services_rules_let_out()
    {
        var small = Kustomization.Overlays.Single(k => k.Folder.EndsWith("/small", StringComparison.Ordinal));
        foreach (var (setting, (component, port)) in Servers)
        {
            var server = Assert.Single(small.Workloads, w => w.PodLabels.GetValueOrDefault("app.kubernetes.io/component") == component);
            var named = Assert.Single(server.Container.All("ports"), p => p.Text("containerPort") == port).Text("name");
            foreach (var service in small.Ours)
            {
                var letIn = For(small, server).SelectMany(p => p.Node.All("spec", "ingress"))
                    .Any(rule => rule.All("from").Any(from => Manifest.Selects(from.At("podSelector"), service.PodLabels)) && rule.All("ports").Any(p => p.Text("port") == named));
                Assert.Equal(service.Environment.ContainsKey(setting), letIn);
            }
        }
    }

    [Fact]
    public void All_may_ask_for_names_and_only_those_with_a_service_have_a_door()
    {
        foreach (var kustomization in Kustomization.Overlays)
        {
            foreach (var service in kustomization.Ours)
            {
                Assert.Contains(For(kustomization, service).SelectMany(p => p.Node.All("spec", "egress")), rule => rule.All("ports").Any(p => p.Text("port") == "53"));
                var door = For(kustomization, service).SelectMany(p => p.Node.All("spec", "ingress")).Any(rule => rule.All("ports").Any(p => p.Text("port") == "http"));
                Assert.Equal(kustomization.Of("Service").Any(s => s.Name == service.Name), door);
            }
        }
    }

    [Fact]
    public void Telemetry_reaches_the_collector_it_is_sent_to()
    {
        var production = Kustomization.Overlays.Single(k => k.Folder.EndsWith("/production", StringComparison.Ordinal));
        var collector = new Uri(production.Config["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        foreach (var service in production.Ours.Where(w => w.Kind != "Job"))
        {
            Assert.Contains(For(production, service).SelectMany(p => p.Node.All("spec", "egress")), rule =>
                rule.All("ports").Any(p => p.Text("port") == collector.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)) &&
                rule.All("to").Any(to => to.Text("namespaceSelector", "matchLabels", "kubernetes.io/metadata.name") == collector.Host.Split('.')[1]));
        }
    }

    [Fact]
    public void What_goes_to_the_public_cannot_reach_into_the_cluster_or_the_clouds_metadata()
    {
        var blocks = Kustomization.Overlays.SelectMany(Policies).SelectMany(p => p.Node.All("spec", "egress")).SelectMany(rule => rule.All("to")).Select(to => to.At("ipBlock")).Where(block => block is not null).ToList();
        Assert.NotEmpty(blocks);
        Assert.All(blocks.Where(b => b.Text("cidr") == "0.0.0.0/0"), b => Assert.Superset(new HashSet<string> { "10.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16" }, b.Texts("except").ToHashSet()));
    }

    private static IEnumerable<Manifest> Policies(Kustomization kustomization) => kustomization.Of("NetworkPolicy");

    private static IEnumerable<Manifest> For(Kustomization kustomization, Manifest workload) => Policies(kustomization).Where(p => Manifest.Selects(p.Node.At("spec", "podSelector"), workload.PodLabels));

    private static bool Reaches(Kustomization kustomization, Manifest service, (string Component, string Port) server)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["app.kubernetes.io/component"] = server.Component };
        return For(kustomization, service).SelectMany(p => p.Node.All("spec", "egress"))
            .Any(rule => rule.All("to").Any(to => Manifest.Selects(to.At("podSelector"), labels)) && rule.All("ports").Any(p => p.Text("port") == server.Port));
    }
}
