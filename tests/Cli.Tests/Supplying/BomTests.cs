using System.Text;
using System.Text.Json.Nodes;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Supplying;

namespace KpiPlatform.Cli.Tests.Supplying;

public sealed class BomTests
{
    /// <summary>Licences that need no more than their text passed on. Another one is a decision, made here.</summary>
    private static readonly HashSet<string> Allowed = ["MIT", "Apache-2.0", "PostgreSQL", "BSD-2-Clause", "BSD-3-Clause", "MS-PL OR Apache-2.0", "Apache-2.0 OR MPL-2.0", "LICENSE.txt in the package"];

    private static readonly LockedPackages Own = LockedPackages.OfPrograms(Checkout.Root);

    private static JsonObject Bill { get; } = JsonNode.Parse(Bom.Of(Own, PackageFolder.OfUser, "0.1.0+abc"))!.AsObject();

    private static IReadOnlyList<JsonNode> Components => [.. Bill["components"]!.AsArray().Select(c => c!)];

    [Fact]
    public void Every_locked_package_is_in_it_once_with_the_hash_of_its_file()
    {
        Assert.Equal(Own.All.Select(p => p.Url), Components.Select(c => (string)c["purl"]!));
        Assert.Equal(Components.Count, Components.Select(c => (string)c["bom-ref"]!).Distinct().Count());
        Assert.All(Components, c => Assert.Equal(128, ((string)c["hashes"]![0]!["content"]!).Length));
        Assert.Contains(Components, c => (string)c["name"]! == "Npgsql");
    }

    [Fact]
    public void All_licences_are_ones_we_may_pass_on()
    {
        var licences = Components.Select(c => ($"{c["name"]}", (string?)c["licenses"]?[0]?["expression"] ?? (string?)c["licenses"]?[0]?["license"]?["id"] ?? (string?)c["licenses"]?[0]?["license"]?["name"] ?? "none"));
        Assert.DoesNotContain(licences, l => !Allowed.Contains(l.Item2));
    }

    [Fact]
    public void What_only_the_build_uses_is_said_to_be_outside()
    {
        Assert.Equal(["Meziantou.Analyzer", "Microsoft.CodeAnalysis.BannedApiAnalyzers"], Components.Where(c => (string)c["scope"]! == "excluded").Select(c => (string)c["name"]!));
    }

    [Fact]
    public void Every_dependency_is_a_component_and_everything_is_reached_from_the_platform()
    {
        var needs = Bill["dependencies"]!.AsArray().ToDictionary(d => (string)d!["ref"]!, d => d!["dependsOn"]!.AsArray().Select(o => (string)o!).ToList(), StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<string>(["kpi-platform"]);
        while (waiting.TryDequeue(out var next))
        {
            if (!reached.Add(next)) continue;
            foreach (var on in needs[next]) waiting.Enqueue(on);
        }

        Assert.Equal(Components.Select(c => (string)c["bom-ref"]!).Append("kpi-platform").Order(StringComparer.Ordinal), reached.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_order_of_the_lock_files_changes_nothing_and_a_package_that_is_not_here_has_no_licence()
    {
        byte[][] files =
        [
            Encoding.UTF8.GetBytes("""{"version":2,"dependencies":{"net10.0":{"Zed":{"type":"Direct","resolved":"1.0.0","contentHash":"x","dependencies":{"Alpha":"2.0.0"}},"Alpha":{"type":"Transitive","resolved":"2.0.0","contentHash":"y"}}}}"""),
            Encoding.UTF8.GetBytes("""{"version":2,"dependencies":{"net10.0":{"kpiplatform.platform":{"type":"Project","dependencies":{"Alpha":"[2.0.0, )"}},"Alpha":{"type":"Transitive","resolved":"2.0.0","contentHash":"y"}}}}"""),
        ];
        var nowhere = new PackageFolder(Path.Combine(Path.GetTempPath(), "kpi-no-such-folder"));
        var text = Bom.Of(LockedPackages.Of(files), nowhere, "0.1.0");
        Assert.Equal(text, Bom.Of(LockedPackages.Of(files.Reverse()), nowhere, "0.1.0"));
        var bill = JsonNode.Parse(text)!;
        Assert.Equal(["pkg:nuget/Alpha@2.0.0", "pkg:nuget/Zed@1.0.0"], bill["dependencies"]![0]!["dependsOn"]!.AsArray().Select(o => (string)o!));
        Assert.All(bill["components"]!.AsArray(), c => Assert.Null(c!["licenses"]));
    }
}
