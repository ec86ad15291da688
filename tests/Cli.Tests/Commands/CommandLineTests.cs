using System.Text.Json.Nodes;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Tests.Commands;

/// <summary>The command as scripts see it: a process with exit code, standard output and standard error.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TempFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("frobnicate", "frobnicate")]
    [InlineData("keys create --scopes admin", "--workspace")]
    [InlineData("keys create --workspace acme --scopes admin,everything", "everything is not one of")]
    [InlineData("keys create --workspace Acme --scopes admin", "lower-case")]
    [InlineData("keys create --workspace acme", "--scopes")]
    public async Task What_is_asked_wrongly_ends_with_a_complaint_that_names_it(string words, string complaint)
    {
        var result = await RunAsync(words);

        Assert.Contains(complaint, result.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task With_json_the_last_line_is_one_object_also_when_it_fails()
    {
        var result = await RunAsync("keys revoke k_nobody --json");

        Assert.Equal(ExitCodes.Failed, result.ExitCode);
        Assert.Contains("k_nobody", (string?)LastLine(result)["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_made_without_anything_running_and_listed_without_being_shown()
    {
        var made = LastLine(await RunAsync("keys create --workspace acme --scopes events:write,metrics:read --json"));
        Assert.Matches("^kpi_live_[0-9A-Za-z]{32}$", (string)made["key"]!);

        var list = await RunAsync("keys list --json");
        Assert.Equal((string?)made["id"], (string?)LastLine(list)["keys"]![0]!["id"]);
        Assert.DoesNotContain((string)made["key"]!, list.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify --json")]
    [InlineData("rebuild")]
    [InlineData("quarantine list")]
    [InlineData("status")]
    public async Task What_needs_the_stack_ends_with_3_when_nothing_is_up(string words) =>
        Assert.Equal(ExitCodes.DependencyDown, (await RunAsync(words)).ExitCode);

    [Fact]
    public async Task The_doctor_finds_a_keys_file_that_others_can_read()
    {
        await RunAsync("keys create --workspace acme --scopes admin");
        File.SetUnixFileMode(_home.At("keys.json"), PrivateFile.OwnerOnly | UnixFileMode.OtherRead);

        var findings = LastLine(await RunAsync("doctor --json"))["findings"]!.AsArray();

        var keys = Assert.Single(findings, f => (string?)f!["what"] == "keys.json")!;
        Assert.False((bool)keys["ok"]!);
        Assert.Contains("chmod 600", (string?)keys["mend"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_that_is_not_a_terminal_holds_no_colour_codes()
    {
        var result = await RunAsync("keys revoke k_nobody");

        Assert.DoesNotContain('\u001b', result.Errors + result.Output);
    }

    private static JsonNode LastLine(ShellResult result) => JsonNode.Parse(result.Output.TrimEnd().Split('\n')[^1])!;

    private Task<ShellResult> RunAsync(string words) => Shell.RunAsync(
        [DotNet.Host, Path.Combine(AppContext.BaseDirectory, "KpiPlatform.Cli.dll"), .. words.Split(' ')],
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["KPI_HOME"] = _home.Path });
}
