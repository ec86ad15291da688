using System.Text.RegularExpressions;

namespace KpiPlatform.Deploy.Tests;

public sealed class DockerfileTests
{
    private static readonly string[] Services = ["Ingestion", "Aggregator", "Query"];

    [Fact]
    public void Every_project_that_ships_is_restored_in_the_layer_of_packages()
    {
        var restore = Dockerfile.Stage("restore");
        var projects = Files.Ending(".csproj").Where(p => !p.StartsWith("tests/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(projects);
        Assert.All(projects, project =>
        {
            var folder = project[..(project.LastIndexOf('/') + 1)];
            Assert.Contains($"\nCOPY {project} {folder}packages.lock.json {folder}\n", restore, StringComparison.Ordinal);
        });
        Assert.Contains("--locked-mode", restore, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_projects_are_built_with_goes_in()
    {
        var ignored = Files.Read(".dockerignore");
        Assert.All(["Directory.Build.props", "Directory.Packages.props", "global.json", "nuget.config", ".editorconfig", "BannedSymbols.txt"], file =>
        {
            Assert.Contains(file, Dockerfile.Stage("restore"), StringComparison.Ordinal);
            Assert.Contains($"\n!{file}\n", ignored, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Nothing_goes_into_an_image_that_is_not_named() =>
        Assert.Equal("*", Files.Read(".dockerignore").Split('\n').First(line => !line.StartsWith('#')));

    [Fact]
    public void Every_service_has_an_image_that_asks_itself_whether_it_is_ready() =>
        Assert.All(Services, service => Assert.Matches($"HEALTHCHECK .*CMD \\[\"dotnet\", \"KpiPlatform\\.{service}\\.dll\", \"health\"\\]", Dockerfile.Stage(service.ToLowerInvariant())));

    [Fact]
    public void Every_service_understands_the_word_health() =>
        Assert.All(Services, service => Assert.Contains("[\"health\"]", Files.Read($"services/{service}/Program.cs"), StringComparison.Ordinal));

    [Fact]
    public void The_images_run_as_a_numbered_account_without_a_shell()
    {
        Assert.Contains("\nUSER 1654:1654\n", Dockerfile.Stage("base"), StringComparison.Ordinal);
        Assert.Contains("-noble-chiseled-extra AS base\n", Dockerfile.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("^USER (?!1654:1654$)", RegexOptions.Multiline), Dockerfile.Text);
        Assert.DoesNotMatch(new Regex("^(?:CMD|ENTRYPOINT) [^\\[]", RegexOptions.Multiline), Dockerfile.Text);
    }

    [Fact]
    public void Both_builders_take_it() =>
        Assert.DoesNotMatch(new Regex("--mount=|COPY --link|<<|^# *syntax *=|BUILDPLATFORM", RegexOptions.Multiline), Dockerfile.Text);
}
