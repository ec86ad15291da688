namespace KpiPlatform.Deploy.Tests.Kubernetes;

/// <summary>The kustomizations hang together. What kubectl makes of them is checked by hand, see docs/kubernetes.md.</summary>
public sealed class KustomizationTests
{
    [Fact]
    public void Every_manifest_belongs_to_a_kustomization()
    {
        var named = Kustomization.All.SelectMany(k => k.Manifests).Select(m => m.File).ToHashSet(StringComparer.Ordinal);
        var parts = Files.Ending("/kustomization.yaml").Where(path => path.Contains("/components/", StringComparison.Ordinal))
            .SelectMany(path => Files.Yaml(path)[0].Texts("resources").Select(r => $"{Path.GetDirectoryName(path)}/{r}"));
        named.UnionWith(parts);
        var there = Files.Ending(".yaml").Where(path => path.StartsWith(Kustomization.Root, StringComparison.Ordinal) && !path.EndsWith("/kustomization.yaml", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(there);
        Assert.Equal(there, named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_patch_has_something_to_change()
    {
        foreach (var kustomization in Kustomization.Overlays)
        {
            foreach (var target in kustomization.Patches.Select(p => p.At("target")))
                Assert.Contains(kustomization.Manifests, m => m.Kind == target.Text("kind") && (target.Text("name") is "" || m.Name == target.Text("name")));
        }
    }

    [Fact]
    public void No_two_objects_have_one_name()
    {
        foreach (var kustomization in Kustomization.All)
        {
            var twice = kustomization.Manifests.GroupBy(m => (m.Kind, m.Name)).Where(g => g.Count() > 1).Select(g => g.Key);
            Assert.Empty(twice);
        }
    }

    [Fact]
    public void Every_image_says_which()
    {
        foreach (var kustomization in Kustomization.Overlays)
        {
            foreach (var image in kustomization.Workloads.Select(w => w.Container.Text("image")))
            {
                var replaced = kustomization.Images.LastOrDefault(i => i.Text("name") == image);
                var which = image.Contains(':', StringComparison.Ordinal) ? image[(image.IndexOf(':', StringComparison.Ordinal) + 1)..] : replaced.Text("digest") + replaced.Text("newTag");
                Assert.True(which is not ("" or "latest"), $"{kustomization}: which {image}?");
            }
        }
    }

    [Fact]
    public void Only_the_try_out_makes_secrets_and_git_sees_none()
    {
        Assert.DoesNotContain(Kustomization.All.SelectMany(k => k.Manifests), m => m.Kind == "Secret");
        var makers = Kustomization.All.Where(k => k.Node.All("secretGenerator").Count > 0).ToList();
        Assert.Equal($"{Kustomization.Root}/overlays/small", Assert.Single(makers).Folder);
        Assert.All(makers[0].Node.All("secretGenerator").SelectMany(s => s.Texts("envs").Concat(s.Texts("files"))), file => Assert.StartsWith("secrets/", file, StringComparison.Ordinal));
        Assert.DoesNotContain(Files.Ending(""), path => path.Contains("/secrets/", StringComparison.Ordinal));
    }

    /// <summary>Keys and sources that change must reach the pods that run: a name with a hash would be another Secret.</summary>
    [Fact]
    public void The_try_out_has_every_secret_its_pods_name()
    {
        var small = Kustomization.Overlays.Single(k => k.Folder.EndsWith("/small", StringComparison.Ordinal));
        var made = small.Node.All("secretGenerator").ToDictionary(s => s.Text("name"), StringComparer.Ordinal);
        var inEnvironment = small.Workloads.SelectMany(w => w.Container.All("env")).Select(e => e.Text("valueFrom", "secretKeyRef", "name")).Where(name => name.Length > 0);
        var mounted = small.Workloads.SelectMany(w => w.Pod.All("volumes")).Select(v => v.Text("secret", "secretName")).Where(name => name.Length > 0).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(made.Keys.Order(StringComparer.Ordinal), inEnvironment.Concat(mounted).Distinct().Order(StringComparer.Ordinal));
        Assert.All(mounted, name => Assert.Equal("true", made[name].Text("options", "disableNameSuffixHash")));
    }
}
