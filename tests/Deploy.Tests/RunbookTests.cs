using System.Text.RegularExpressions;

namespace KpiPlatform.Deploy.Tests;

/// <summary>Whoever is sent to the runbook finds the section.</summary>
public sealed partial class RunbookTests
{
    private const string Runbook = "deploy/runbook.md";

    private static HashSet<string> Sections => [.. Heading().Matches(Files.Read(Runbook)).Select(m => m.Groups[1].Value.ToLowerInvariant().Replace(' ', '-'))];

    [Fact]
    public void Every_section_that_an_alert_a_page_or_the_runbook_itself_links_to_is_there()
    {
        var links = Files.Ending(".md", ".yaml", ".yml", ".json").Where(f => f != Runbook)
            .SelectMany(f => LinkToRunbook().Matches(Files.Read(f)).Select(m => $"{f}: {m.Groups[1].Value}"))
            .Concat(LinkWithin().Matches(Files.Read(Runbook)).Select(m => $"{Runbook}: {m.Groups[1].Value}")).ToList();
        Assert.NotEmpty(links);
        Assert.Empty(links.Where(link => !Sections.Contains(link.Split(": ")[1])));
    }

    [Fact]
    public void Every_section_that_doctor_names_is_there()
    {
        var findings = Files.Ending(".cs").Where(f => f.StartsWith("services/Aggregator/Inspecting/", StringComparison.Ordinal)).SelectMany(f => Wrong().Matches(Files.Read(f))).Select(m => m.Groups[1].Value)
            .Concat(Files.Ending(".cs").Where(f => f.StartsWith("services/Cli/Doctoring/", StringComparison.Ordinal)).SelectMany(f => Word().Matches(Files.Read(f))).Select(m => m.Groups[1].Value).Where(Known.Contains))
            .Distinct(StringComparer.Ordinal).ToList();
        Assert.InRange(findings.Count, 8, 30);
        Assert.Empty(findings.Where(section => !Sections.Contains(section)));
    }

    [Fact]
    public void Every_fault_that_was_promised_has_its_section() => Assert.Empty(Known.Where(section => !Sections.Contains(section)));

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "lag", "spool", "broker-lost", "database-lost", "quarantine", "dead-letters", "disk-full", "slow-queries", "error-budget", "backup", "restore", "rebuild", "secret-rotation", "erasure", "upgrade", "scaling",
    };

    [GeneratedRegex(@"^#{2,3} ([^\n]+)$", RegexOptions.Multiline, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"runbook\.md#([a-z-]+)", RegexOptions.None, 1000)]
    private static partial Regex LinkToRunbook();

    [GeneratedRegex(@"\]\(#([a-z-]+)\)", RegexOptions.None, 1000)]
    private static partial Regex LinkWithin();

    /// <summary>A finding's third argument: the last quoted word before the advice.</summary>
    [GeneratedRegex(@"""([a-z]+(?:-[a-z]+)?)"", (?:\$|@|Invariant\()*""", RegexOptions.None, 1000)]
    private static partial Regex Wrong();

    [GeneratedRegex(@"""([a-z]+(?:-[a-z]+)?)""", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
