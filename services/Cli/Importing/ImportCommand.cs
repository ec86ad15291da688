using System.CommandLine;
using System.CommandLine.Parsing;

namespace KpiPlatform.Cli.Importing;

/// <summary><c>./kpi import FILE --map MAP</c>: history from CSV or NDJSON, or <c>--from zendesk</c>: from a help desk's export, through the normal front door. See docs/import.md.</summary>
internal static class ImportCommand
{
    public static Command Build(Sending.FindIngest find, TimeProvider? time = null)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "CSV with a header, or NDJSON" };
        var map = new Option<FileInfo?>("--map") { Description = "How rows become events (JSON, docs/import.md); without it, NDJSON lines are canonical events as they are" };
        var from = new Option<string?>("--from") { Description = "The file is this help desk's own export: zendesk, chatwoot, freshdesk, …" };
        var account = new Option<string?>("--account") { Description = "With --from: which account of it; left out where ./kpi sources knows only one" };
        var options = new Option<string[]>("--option") { Description = "With --from: an option of the source, such as time_zone=Europe/Berlin" };
        var rate = new Option<double?>("--rate") { Description = "At most so many events a second" };
        var url = new Option<Uri?>("--url") { Description = "The ingestion's address; the running ./kpi up by default", CustomParser = Address };
        var key = new Option<string?>("--key") { Description = "An API key with events:write; the one ./kpi up made by default" };
        var workspace = new Option<string?>("--workspace") { Description = "Import into this workspace" };
        var dry = new Option<bool>("--dry-run") { Description = "Send nothing; show the first events and how many of each type there would be" };
        var restart = new Option<bool>("--restart") { Description = "From the beginning, also when an earlier run was broken off" };
        var json = new Option<bool>("--json") { Description = "One JSON object as the last line" };
        var command = new Command("import", "Import history from CSV, NDJSON or a help desk's export") { file, map, from, account, options, rate, url, key, workspace, dry, restart, json };
        command.SetAction((parsed, cancellation) => new ImportSession(find, time ?? TimeProvider.System, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error).RunAsync(
            new ImportRequest(
                parsed.GetRequiredValue(file), parsed.GetValue(map), parsed.GetValue(url), parsed.GetValue(key), parsed.GetValue(workspace),
                parsed.GetValue(dry), parsed.GetValue(restart), parsed.GetValue(json))
            {
                From = parsed.GetValue(from),
                Account = parsed.GetValue(account),
                Options = parsed.GetValue(options) ?? [],
                Rate = parsed.GetValue(rate),
            },
            cancellation));
        return command;
    }

    private static Uri? Address(ArgumentResult given)
    {
        if (Uri.TryCreate(given.Tokens[^1].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
        given.AddError($"--url must be the ingestion's address, such as http://127.0.0.1:8081, not '{given.Tokens[^1].Value}'.");
        return null;
    }
}

/// <summary>What was asked for on the command line.</summary>
internal sealed record ImportRequest(
    FileInfo File, FileInfo? Map, Uri? Url, string? Key, string? Workspace, bool DryRun, bool Restart, bool Json)
{
    /// <summary>Whose export it is; null for rows and events.</summary>
    public string? From { get; init; }

    public string? Account { get; init; }

    /// <summary>Of the source, each <c>NAME=VALUE</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Events a second at most.</summary>
    public double? Rate { get; init; }

    /// <summary>What makes this import another than one of the same file: how its rows are read.</summary>
    public string? ReadAs(string? map) => From is null ? map : $"{From}\n{Account}\n{string.Join('\n', Options)}";

    /// <summary>What can't go together; empty when all is well.</summary>
    public IEnumerable<string> Mistakes()
    {
        if (From is not null && Map is not null) yield return "--from reads the export as that help desk's source does; it needs no --map";
        if (From is null && (Account is not null || Options.Count > 0)) yield return "--account and --option go with --from";
        if (Options.Any(option => option.IndexOf('=', StringComparison.Ordinal) <= 0)) yield return "--option is NAME=VALUE";
        if (Rate is <= 0 or > 1_000_000 or double.NaN) yield return "--rate is a number of events a second, above 0";
    }

    public Sending.Door Door() => From is null
        ? Sending.Door.History
        : Sending.Door.Records(From, Account, Options.Select(option => option.Split('=', 2)).Select(parts => KeyValuePair.Create(parts[0], parts[1])));
}
