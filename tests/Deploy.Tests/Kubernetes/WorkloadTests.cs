namespace KpiPlatform.Deploy.Tests.Kubernetes;

/// <summary>What belongs together finds each other: selectors, ports, targets.</summary>
public sealed class WorkloadTests
{
    [Fact]
    public void Selectors_find_the_pods_they_mean()
    {
        foreach (var kustomization in Kustomization.Overlays)
        {
            var workloads = kustomization.Workloads.ToList();
            Assert.All(workloads.Where(w => w.Kind != "Job"), w => Assert.True(Manifest.Selects(w.Node.At("spec", "selector"), w.PodLabels), w.ToString()));
            Assert.All(workloads.SelectMany(w => w.Pod.All("topologySpreadConstraints").Select(t => (w, t))), pair => Assert.True(Manifest.Selects(pair.t.At("labelSelector"), pair.w.PodLabels), pair.w.ToString()));
            foreach (var budget in kustomization.Of("PodDisruptionBudget")) Assert.Single(workloads, w => Manifest.Selects(budget.Node.At("spec", "selector"), w.PodLabels));
            foreach (var policy in kustomization.Of("NetworkPolicy")) Assert.Contains(workloads, w => Manifest.Selects(policy.Node.At("spec", "podSelector"), w.PodLabels));
        }
    }

    [Fact]
    public void A_service_leads_to_a_port_that_its_pods_have()
    {
        foreach (var kustomization in Kustomization.Overlays)
        {
            foreach (var service in kustomization.Of("Service"))
            {
                var workload = Assert.Single(kustomization.Workloads, w => service.Node.Map("spec", "selector").All(pair => w.PodLabels.GetValueOrDefault(pair.Key) == pair.Value));
                Assert.All(service.Node.All("spec", "ports"), port => Assert.Contains(port.Text("targetPort"), workload.Ports));
            }

            foreach (var set in kustomization.Of("StatefulSet"))
                Assert.Contains(kustomization.Of("Service"), s => s.Name == set.Node.Text("spec", "serviceName") && s.Node.Text("spec", "clusterIP") == "None");
        }
    }

    [Fact]
    public void Autoscalers_routes_and_doors_lead_to_what_is_there()
    {
        var production = Kustomization.Overlays.Single(k => k.Folder.EndsWith("/production", StringComparison.Ordinal));
        var targets = production.Of("HorizontalPodAutoscaler", "ScaledObject").Select(m => m.Node.At("spec", "scaleTargetRef")).ToList();
        Assert.Equal(3, targets.Count);
        Assert.All(targets, t => Assert.Contains(production.Workloads, w => w.Name == t.Text("name") && w.Kind == (t.Text("kind") is { Length: > 0 } kind ? kind : "Deployment")));
        foreach (var scaled in production.Of("ScaledObject"))
            Assert.All(scaled.Node.All("spec", "triggers"), t => Assert.Contains(production.Of("TriggerAuthentication"), a => a.Name == t.Text("authenticationRef", "name")));

        var backends = production.Of("HTTPRoute").SelectMany(r => r.Node.All("spec", "rules")).SelectMany(r => r.All("backendRefs")).Select(b => (b.Text("name"), b.Text("port"))).ToList();
        Assert.Equal(["kpi-ingestion", "kpi-query"], backends.Select(b => b.Item1));
        Assert.All(backends, b => Assert.Contains(production.Of("Service"), s => s.Name == b.Item1 && s.Node.All("spec", "ports").Any(p => p.Text("port") == b.Item2)));
        var ingress = Files.Yaml($"{Kustomization.Root}/components/ingress/ingress.yaml")[0].All("spec", "rules").SelectMany(r => r.All("http", "paths")).Select(p => p.At("backend", "service"));
        Assert.All(ingress, b => Assert.Contains(production.Of("Service"), s => s.Name == b.Text("name") && s.Node.All("spec", "ports").Any(p => p.Text("name") == b.Text("port", "name"))));
    }

    [Fact]
    public void Every_pod_is_confined()
    {
        foreach (var workload in Kustomization.Overlays.SelectMany(k => k.Workloads))
        {
            var (pod, container) = (workload.Pod, workload.Container);
            Assert.True(pod.Text("automountServiceAccountToken") == "false" && pod.Text("enableServiceLinks") == "false", $"{workload}: the API server's token");
            Assert.True(pod.Text("securityContext", "runAsNonRoot") == "true" && pod.Number("securityContext", "runAsUser") > 0, $"{workload}: root");
            Assert.True(pod.Text("securityContext", "seccompProfile", "type") == "RuntimeDefault", $"{workload}: seccomp");
            Assert.True(container.Text("securityContext", "readOnlyRootFilesystem") == "true", $"{workload}: root file system");
            Assert.True(container.Text("securityContext", "allowPrivilegeEscalation") == "false", $"{workload}: privileges");
            Assert.Equal(["ALL"], container.Texts("securityContext", "capabilities", "drop"));
            Assert.True(container.Text("resources", "requests", "cpu") != "" && container.Text("resources", "requests", "memory") != "" && container.Text("resources", "limits", "memory") != "", $"{workload}: resources");
        }
    }

    [Fact]
    public void Who_serves_may_be_moved_one_at_a_time()
    {
        foreach (var kustomization in Kustomization.Overlays)
        {
            foreach (var workload in kustomization.Ours.Where(w => w.Kind != "Job"))
            {
                var budget = Assert.Single(kustomization.Of("PodDisruptionBudget"), b => Manifest.Selects(b.Node.At("spec", "selector"), workload.PodLabels));
                Assert.Equal(1, budget.Node.Number("spec", "maxUnavailable"));
            }
        }
    }
}
