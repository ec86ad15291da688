using System.Text.Json.Nodes;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;
using Checkout = KpiPlatform.Cli.Running.Checkout;

namespace KpiPlatform.Cli.Tests.Commands;

/// <summary><c>./kpi sources</c> as an admin uses it, with nothing running.</summary>
public sealed class SourcesCommandTests : IDisposable
{
    private readonly TempFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_source_is_added_with_its_url_secret_and_a_workspace_and_listed_without_the_secret()
    {
        var added = LastLine(await RunAsync("sources", "add", "typeform", "--workspace", "acme", "--url", "https://kpi.example", "--option", "tickets_of=/zendesk/acme", "--json"));
        Assert.Equal("https://kpi.example/v1/webhooks/typeform/acme", (string?)added["url"]);
        Assert.Matches("^[0-9a-f]{64}$", (string)added["secret"]!);

        var list = await RunAsync("sources", "list", "--json");
        Assert.Equal((string?)added["id"], (string?)LastLine(list)["connections"]![0]!["id"]);
        Assert.DoesNotContain((string)added["secret"]!, list.Output, StringComparison.Ordinal);
        Assert.Contains("\"acme\"", await File.ReadAllTextAsync(_home.At("keys.json")), StringComparison.Ordinal);
        Assert.Equal(PrivateFile.OwnerOnly, File.GetUnixFileMode(_home.At("sources.json")));
    }

    [Fact]
    public async Task A_secret_is_changed_without_a_gap_and_wiped_when_it_is_revoked()
    {
        var added = LastLine(await RunAsync("sources", "add", "typeform", "--workspace", "acme", "--json"));
        var id = (string)added["id"]!;
        var first = (string)LastLine(await RunAsync("sources", "list", "--json"))["connections"]![0]!["secrets"]![0]!["id"]!;

        var second = LastLine(await RunAsync("sources", "secret", "add", id, "--json"));
        Assert.Contains((string)added["secret"]!, await File.ReadAllTextAsync(_home.At("sources.json")), StringComparison.Ordinal);
        Assert.Equal(1, (int)LastLine(await RunAsync("sources", "secret", "revoke", id, first, "--json"))["left"]!);

        var file = await File.ReadAllTextAsync(_home.At("sources.json"));
        Assert.DoesNotContain((string)added["secret"]!, file, StringComparison.Ordinal);
        Assert.Contains((string)second["secret"]!, file, StringComparison.Ordinal);

        await RunAsync("sources", "remove", id);
        Assert.Empty(LastLine(await RunAsync("sources", "list", "--json"))["connections"]!.AsArray());
        Assert.DoesNotContain((string)second["secret"]!, await File.ReadAllTextAsync(_home.At("sources.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("helpscout", "^[0-9a-f]{40}$", "^https://kpi.example/v1/")]
    [InlineData("standard-webhooks", "^whsec_[A-Za-z0-9+/]{43}=$", "^https://kpi.example/v1/")]
    [InlineData("postmark", "^[0-9a-f]{64}$", "^https://kpi:[0-9a-f]{64}@kpi.example/v1/")]
    public async Task A_secret_has_the_form_that_the_vendor_takes(string source, string secret, string url)
    {
        var added = LastLine(await RunAsync("sources", "add", source, "--workspace", "acme", "--url", "https://kpi.example", "--json"));

        Assert.Matches(secret, (string)added["secret"]!);
        Assert.Matches(url, (string)added["url"]!);
    }

    [Fact]
    public async Task A_vendor_that_makes_the_secret_gets_the_url_first_and_gives_the_secret_later()
    {
        var added = LastLine(await RunAsync("sources", "add", "meta", "--workspace", "acme", "--json"));
        Assert.Null(added["secret"]);
        Assert.Equal($"./kpi sources secret add {added["id"]} --secret-stdin", (string?)added["next"]);
        Assert.Matches("^[0-9a-f]{32}$", (string)added["options"]!["verify_token"]!);
        Assert.Contains("no secret yet", (await RunAsync("sources", "check")).Output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(_home.At("secret"), "abc\n");
        await RunAsync("sources", "secret", "add", (string)added["id"]!, "--secret-file", _home.At("secret"));
        Assert.Equal(ExitCodes.Ok, (await RunAsync("sources", "check")).ExitCode);
    }

    [Theory]
    [InlineData("sources add typefrom --workspace acme", "did you mean \"typeform\"?")]
    [InlineData("sources add typeform --workspace Acme", "lower-case")]
    [InlineData("sources add typeform", "--workspace")]
    [InlineData("sources add typeform --workspace acme --secret abc", "can be read by everybody on this machine")]
    [InlineData("sources add typeform --workspace acme --map x.json", "--map is for the source map")]
    [InlineData("sources add zendesk --workspace acme --option pull.token=abc", "give pull.token_file or pull.token_env")]
    [InlineData("sources add zendesk --workspace acme --option pull={\"token\":\"abc\"}", "give pull.token_file or pull.token_env")]
    [InlineData("sources add zendesk --workspace acme --option pull.url=zendesk", "url must be the help desk's address")]
    [InlineData("sources add map --workspace acme", "neither the option map")]
    [InlineData("sources add typeform --workspace acme --secret-env KPI_NOT_SET_ANYWHERE", "KPI_NOT_SET_ANYWHERE is not set")]
    [InlineData("sources try nowhere.json --source typeform", "There is no file nowhere.json")]
    [InlineData("sources try nowhere.json", "Give --source NAME, or --map FILE")]
    [InlineData("sources frobnicate", "frobnicate")]
    [InlineData("sources test typeform --workspace acme", "./kpi sources add typeform --workspace acme")]
    public async Task What_is_asked_wrongly_ends_with_2_and_changes_nothing(string words, string complaint)
    {
        var result = await RunAsync(words.Split(' '));

        Assert.Contains(complaint, result.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.False(File.Exists(_home.At("sources.json")));
        Assert.False(File.Exists(_home.At("keys.json")));
    }

    [Fact]
    public async Task A_payload_is_tried_without_a_server_and_the_last_line_says_what_it_becomes()
    {
        var examples = Path.Combine(Checkout.Root, "docs", "examples");
        var accepted = await RunAsync("sources", "try", Path.Combine(examples, "bookings.json"), "--map", Path.Combine(examples, "bookings.map.json"), "--json");
        Assert.Equal(ExitCodes.Ok, accepted.ExitCode);
        Assert.Equal(["outcome", "reason", "events"], LastLine(accepted).AsObject().Select(member => member.Key));
        Assert.Equal(2, LastLine(accepted)["events"]!.AsArray().Count);

        var table = await RunAsync("sources", "try", Path.Combine(examples, "one-row-per-ticket.csv"), "--map", Path.Combine(examples, "one-row-per-ticket.map.json"), "--json");
        Assert.Equal(13, LastLine(table)["events"]!.AsArray().Count);

        await File.WriteAllTextAsync(_home.At("wrong.json"), """{"event_type":7}""");
        await File.WriteAllTextAsync(_home.At("wrong.headers"), """{"Typeform-Signature":"sha256=x"}""");
        var refused = await RunAsync("sources", "try", _home.At("wrong.json"), "--source", "typeform", "--headers", _home.At("wrong.headers"), "--json");
        Assert.Equal((ExitCodes.Failed, "refused"), (refused.ExitCode, (string?)LastLine(refused)["outcome"]));
        Assert.Contains("event_type", (string)LastLine(refused)["reason"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_names_a_connection_whose_secret_is_away()
    {
        await File.WriteAllTextAsync(_home.At("secret"), "abc");
        await RunAsync("sources", "add", "typeform", "--workspace", "acme", "--secret-file", _home.At("secret"));
        File.Delete(_home.At("secret"));

        var findings = LastLine(await RunAsync("doctor", "--json"))["findings"]!.AsArray();

        var finding = Assert.Single(findings, f => ((string)f!["what"]!).StartsWith("source typeform", StringComparison.Ordinal))!;
        Assert.False((bool)finding["ok"]!);
    }

    [Fact]
    public async Task The_quarantine_lists_refused_shapes_when_nothing_is_up_and_says_that_it_is_not_all()
    {
        var result = await RunAsync("quarantine", "list", "--json");

        Assert.Equal(ExitCodes.DependencyDown, result.ExitCode);
        Assert.Empty(LastLine(result)["refused"]!.AsArray());
        Assert.Contains("Nothing is up", (string)LastLine(result)["error"]!, StringComparison.Ordinal);
    }

    private static JsonNode LastLine(ShellResult result) => JsonNode.Parse(result.Output.TrimEnd().Split('\n')[^1]) ?? throw new InvalidOperationException(result.Errors);

    private Task<ShellResult> RunAsync(params string[] words) => Shell.RunAsync(
        [DotNet.Host, Path.Combine(AppContext.BaseDirectory, "KpiPlatform.Cli.dll"), .. words],
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["KPI_HOME"] = _home.Path });
}
