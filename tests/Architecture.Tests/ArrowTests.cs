using System.Text.RegularExpressions;

namespace KpiPlatform.Architecture.Tests;

/// <summary>Who may know whom. A new arrow is a decision: change the table here and say why in docs/architecture.md.</summary>
public sealed partial class ArrowTests
{
    public static TheoryData<string, string> Arrows => new()
    {
        { "KpiPlatform.Contracts", "" },
        { "KpiPlatform.Kpis", "KpiPlatform.Contracts" },
        { "KpiPlatform.Platform", "" },
        { "KpiPlatform.Mapping", "KpiPlatform.Contracts" },
        { "KpiPlatform.Ingestion", "KpiPlatform.Contracts KpiPlatform.Mapping KpiPlatform.Platform" },
        { "KpiPlatform.Aggregator", "KpiPlatform.Contracts KpiPlatform.Kpis KpiPlatform.Platform" },
        { "KpiPlatform.Query", "KpiPlatform.Kpis KpiPlatform.Platform" },
        { "KpiPlatform.Cli", "KpiPlatform.Contracts KpiPlatform.Mapping" },
    };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void A_project_knows_only_whom_it_should(string project, string allowed) =>
        Assert.Equal(allowed, string.Join(' ', Checkout.Includes(project, "ProjectReference")));

    [Fact]
    public void Every_project_that_ships_has_its_arrows_written_down()
    {
        var ship = Checkout.Projects.Where(p => !Checkout.Short(p.Value).StartsWith("tests", StringComparison.Ordinal)).Select(p => p.Key);
        Assert.Equal(Arrows.Select(a => a.Data.Item1).Order(StringComparer.Ordinal), ship.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("KpiPlatform.Contracts", "")]
    [InlineData("KpiPlatform.Kpis", "NodaTime")]
    [InlineData("KpiPlatform.Mapping", "CsvHelper")]
    [InlineData("KpiPlatform.Ingestion", "Microsoft.Data.Sqlite SQLitePCLRaw.bundle_e_sqlite3 SQLitePCLRaw.core System.CommandLine")]
    [InlineData("KpiPlatform.Aggregator", "Npgsql Npgsql.EntityFrameworkCore.PostgreSQL")]
    [InlineData("KpiPlatform.Query", "Microsoft.AspNetCore.OpenApi Microsoft.OpenApi Npgsql")]
    public void A_project_brings_no_package_but_these(string project, string allowed) =>
        Assert.Equal(allowed, string.Join(' ', Checkout.Includes(project, "PackageReference")));

    [Theory]
    [InlineData("KpiPlatform.Ingestion", "Npgsql|EntityFramework")]
    [InlineData("KpiPlatform.Platform", "Npgsql|EntityFramework")]
    [InlineData("KpiPlatform.Cli", "Npgsql|EntityFramework|MassTransit|RabbitMQ")]
    [InlineData("KpiPlatform.Kpis", "Npgsql|EntityFramework|MassTransit|RabbitMQ|Serilog|Microsoft.Extensions")]
    public void Not_even_through_another_package_does_a_project_come_to(string project, string never) =>
        Assert.DoesNotMatch($"\"({never})[^\"]*\": \\{{", File.ReadAllText(Checkout.LockFile(project)));

    [Fact]
    public void The_lock_files_would_show_a_database_package() =>
        Assert.Matches("\"Npgsql\": \\{", File.ReadAllText(Checkout.LockFile("KpiPlatform.Aggregator")));

    [Fact]
    public void The_query_service_does_not_know_the_bus() =>
        Assert.Empty(Using("KpiPlatform.Query", BusNamespaces()));

    [Fact]
    public void A_use_of_the_bus_would_be_found() =>
        Assert.NotEmpty(Using("KpiPlatform.Aggregator", BusNamespaces()));

    private static IEnumerable<string> Using(string project, Regex namespaces) =>
        Checkout.Sources().Where(f => f.StartsWith(Path.GetDirectoryName(Checkout.Projects[project])! + "/", StringComparison.Ordinal))
            .Where(f => namespaces.IsMatch(File.ReadAllText(f))).Select(Checkout.Short);

    [GeneratedRegex(@"\b(MassTransit|RabbitMQ\.Client|KpiPlatform\.Platform\.Bus|AddBus|BusTopology)\b")]
    private static partial Regex BusNamespaces();
}
