using System.Text.RegularExpressions;

namespace KpiPlatform.Deploy.Tests;

/// <summary>Whoever is sent to the runbook finds the section.</summary>
public sealed partial class RunbookTests
{
    private const string Runbook = "deploy/runbook.md";

    private static HashSet<string> Sections => [.. Heading().Matches(Files.Read(Runbook)).Select(m => m.Groups["it"].Value.ToLowerInvariant().Replace(' ', '-'))];

    [Fact]
    public void Every_section_that_an_alert_a_page_or_the_runbook_itself_links_to_is_there()
    {
        var links = Files.Ending(".md", ".yaml", ".yml", ".json").Where(f => f != Runbook)
            .SelectMany(f => LinkToRunbook().Matches(Files.Read(f)).Select(m => $"{f}: {m.Groups["it"].Value}"))
            .Concat(LinkWithin().Matches(Files.Read(Runbook)).Select(m => $"{Runbook}: {m.Groups["it"].Value}")).ToList();
        Assert.NotEmpty(links);
        Assert.Equal([], links.Where(link => !Sections.Contains(link.Split(": ")[1])));
    }

    [Fact]
    public void Every_section_that_doctor_names_is_there()
    {
        var findings = Files.Ending(".cs").Where(f => f.StartsWith("services/Aggregator/Inspecting/", StringComparison.Ordinal)).SelectMany(f => Wrong().Matches(Files.Read(f))).Select(m => m.Groups["it"].Value)
            .Concat(Files.Ending(".cs").Where(f => f.StartsWith("services/Cli/Doctoring/", StringComparison.Ordinal)).SelectMany(f => Word().Matches(Files.Read(f))).Select(m => m.Groups["it"].Value).Where(Known.Contains))
            .Distinct(StringComparer.Ordinal).ToList();
        Assert.InRange(findings.Count, 8, 30);
        Assert.Equal([], findings.Where(section => !Sections.Contains(section)));
    }

    [Fact]
    public void Every_fault_that_was_promised_has_its_section() => Assert.Equal([], Known.Where(section => !Sections.Contains(section)));

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "lag", "spool", "broker-lost", "database-lost", "quarantine", "dead-letters", "disk-full", "slow-queries", "error-budget", "backup", "restore", "rebuild", "secret-rotation", "erasure", "upgrade", "scaling",
    };

    [GeneratedRegex(@"^#{2,3} (?<it>[^\n]+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"runbook\.md#(?<it>[a-z-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LinkToRunbook();

    [GeneratedRegex(@"\]\(#(?<it>[a-z-]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LinkWithin();

    /// <summary>A finding's section: a word in quotes after another argument and before one more.</summary>
    [GeneratedRegex(@", ""(?<it>[a-z]+(-[a-z]+)?)"", ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Wrong();

    [GeneratedRegex(@"""(?<it>[a-z]+(-[a-z]+)?)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
