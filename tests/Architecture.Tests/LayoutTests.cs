using System.Text.RegularExpressions;

namespace KpiPlatform.Architecture.Tests;

public sealed partial class LayoutTests
{
    private const int MostLines = 150;

    private static readonly string[] KnownHosts =
    [
        "127.0.0.1", "localhost", "dot.net", "dotnet.microsoft.com", "microsoft.com", "json-schema.org", "learn.microsoft.com", "xunit.net", "www.apache.org", "www.rabbitmq.com", "www.postgresql.org",
        "github.com", "masstransit.io", "opentelemetry.io", "www.standardwebhooks.com", "cloudevents.io", "doi.org", "www.w3.org", "www.rfc-editor.org", "datatracker.ietf.org",
        "cyclonedx.org",
        "0.0.0.0", "ingestion", "lgtm", "kpi-rabbitmq", "otel-collector.observability", // every address; services of docker-compose.yml and of a cluster
    ];

    [Fact]
    public void No_file_of_code_is_longer_than_150_lines() =>
        None(Checkout.Sources().Select(f => (Lines: File.ReadLines(f).Count(), Name: Checkout.Short(f))).Where(f => f.Lines > MostLines).Select(f => $"{f.Name}: {f.Lines} lines"));

    [Fact]
    public void Files_of_code_are_short_in_the_median()
    {
        var lengths = Checkout.Sources().Where(f => !Checkout.Short(f).StartsWith("tests", StringComparison.Ordinal)).Select(f => File.ReadLines(f).Count()).Order().ToList();
        Assert.InRange(lengths[lengths.Count / 2], 20, 60);
    }

    [Fact]
    public void A_program_is_a_table_of_contents()
    {
        var programs = Checkout.Sources().Where(f => Path.GetFileName(f) == "Program.cs").ToList();
        Assert.True(programs.Count >= 3);
        None(programs.Where(f => File.ReadLines(f).Count() > 25).Select(Checkout.Short));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Checkout.Root, "KpiPlatform.sln")).Replace('\\', '/');
        None(Checkout.Projects.Values.Select(Checkout.Short).Where(p => !solution.Contains($"\"{p}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_project_has_a_lock_file() =>
        None(Checkout.Projects.Keys.Where(p => !File.Exists(Checkout.LockFile(p))));

    [Fact]
    public void Every_service_has_tests_of_its_own()
    {
        var services = Checkout.Projects.Where(p => !Checkout.Short(p.Value).StartsWith("tests", StringComparison.Ordinal)).Select(p => p.Key);
        None(services.Where(s => !Checkout.Projects.ContainsKey(s + ".Tests")));
    }

    [Fact]
    public void Nothing_names_a_folder_of_somebodys_machine() =>
        None(Checkout.Files().SelectMany(f => MachinePath().Matches(File.ReadAllText(f)).Select(m => $"{Checkout.Short(f)}: {m.Value}")));

    [Fact]
    public void Nothing_names_a_host_that_is_not_known_to_everybody() =>
        None(Checkout.Files().SelectMany(f => Address().Matches(File.ReadAllText(f)).Select(m => (File: Checkout.Short(f), Host: m.Groups[1].Value)))
            .Where(a => !KnownHosts.Contains(a.Host, StringComparer.Ordinal) && !a.Host.EndsWith(".example", StringComparison.Ordinal) && !a.Host.StartsWith("example.", StringComparison.Ordinal))
            .Select(a => $"{a.File}: {a.Host}"));

    [Theory]
    [InlineData("a /wo" + "rk/main b", true)]
    [InlineData("\"/ho" + "me/anna/x", true)]
    [InlineData("see C:\\Us" + "ers\\anna", true)]
    [InlineData("/home/linuxbrew/.linuxbrew", false)]
    [InlineData("services/network/work", false)]
    public void A_folder_of_somebodys_machine_would_be_found(string text, bool found) => Assert.Equal(found, MachinePath().IsMatch(text));

    [Fact]
    public void A_host_would_be_found() => Assert.Equal("registry.corp", Address().Match("<add value=\"https" + "://registry.corp/v3\"").Groups[1].Value);

    [Fact]
    public void A_host_behind_a_password_would_be_found() => Assert.Equal("registry.corp", Address().Match("https" + "://kpi:SECRET@registry.corp/v3").Groups[1].Value);

    private static void None(IEnumerable<string> offenders) => Assert.Equal([], offenders);

    [GeneratedRegex(@"(?<![\w.}])/(work|root|Users|home(?!/linuxbrew))/\w|[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();

    // A host that code puts together ({…}) or that a pattern means (*) says nothing. A user and password stand before the host.
    [GeneratedRegex(@"https?://(?:[^/\s@]*@|(?![^/\s@]*@))([A-Za-z0-9][A-Za-z0-9.\-]*)")]
    private static partial Regex Address();
}
