using System.CommandLine;

namespace KpiPlatform.Cli.Importing;

/// <summary><c>./kpi import FILE --map MAP</c>: history from CSV or NDJSON through the normal front door. See docs/import.md.</summary>
internal static class ImportCommand
{
    public static Command Build(Sending.FindIngest find, TimeProvider? time = null)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "CSV with a header, or NDJSON" };
        var map = new Option<FileInfo?>("--map") { Description = "How rows become events (JSON, docs/import.md); without it, NDJSON lines are canonical events as they are" };
        var url = new Option<Uri?>("--url") { Description = "The ingestion's address; the running ./kpi up by default" };
        var key = new Option<string?>("--key") { Description = "An API key with events:write; the one ./kpi up made by default" };
        var workspace = new Option<string?>("--workspace") { Description = "Import into this workspace" };
        var dry = new Option<bool>("--dry-run") { Description = "Send nothing; show the first events and how many of each type there would be" };
        var restart = new Option<bool>("--restart") { Description = "From the beginning, also when an earlier run was broken off" };
        var json = new Option<bool>("--json") { Description = "One JSON object as the last line" };
        var command = new Command("import", "Import history from CSV or NDJSON") { file, map, url, key, workspace, dry, restart, json };
        command.SetAction((parsed, cancellation) => new ImportSession(find, time ?? TimeProvider.System, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error).RunAsync(
            new ImportRequest(
                parsed.GetRequiredValue(file), parsed.GetValue(map), parsed.GetValue(url), parsed.GetValue(key), parsed.GetValue(workspace),
                parsed.GetValue(dry), parsed.GetValue(restart), parsed.GetValue(json)),
            cancellation));
        return command;
    }
}

/// <summary>What was asked for on the command line.</summary>
internal sealed record ImportRequest(
    FileInfo File, FileInfo? Map, Uri? Url, string? Key, string? Workspace, bool DryRun, bool Restart, bool Json);
