using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiPlatform.Ingestion.Refusals;
using Microsoft.Data.Sqlite;

namespace KpiPlatform.Ingestion.Commands;

/// <summary><c>./kpi quarantine …</c>: ingestion's share, the shapes of payloads that were refused at the door. Reads the file that ingestion writes.</summary>
internal static class QuarantineCommand
{
    private const int Most = 1000;

    public static Task<int> RunAsync(string[] args) =>
        SourcesCommand.RunAsync(new RootCommand("Shapes of payloads that were refused, without what they said.") { List(), Show(), Clear() }, args, "./kpi quarantine --help");

    private static Command List()
    {
        var json = Words.Json();
        var command = new Command("list", "What was refused, the newest first") { json };
        command.SetAction(parsed =>
        {
            var found = Open(file => file.List(Most)) ?? [];
            if (parsed.GetValue(json)) Say.Object(new { refused = found.Select(each => new { each.Id, each.Source, each.Connection, each.Workspace, each.Reason, each.N, each.FirstAt, each.LastAt, shape = JsonNode.Parse(each.Shape) }) });
            else if (found.Count == 0) Say.Line("No payload was refused.");
            else Say.Table(["id", "source", "workspace", "connection", "n", "last", "reason"], found.Select(each => new[] { $"{each.Id}", each.Source, each.Workspace, each.Connection, $"{each.N}", $"{each.LastAt:yyyy-MM-dd HH:mm:ss}", each.Reason }));
        });
        return command;
    }

    private static Command Show()
    {
        var (id, json) = (new Argument<long>("id") { Description = "Of quarantine list" }, Words.Json());
        var command = new Command("show", "One refused payload's shape") { id, json };
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetRequiredValue(id);
            var found = Open(file => file.Find(wanted)) ?? throw new CommandException($"There is no refused payload {wanted}; see ./kpi quarantine list");
            var shape = JsonNode.Parse(found.Shape);
            if (parsed.GetValue(json)) Say.Object(new { found.Id, found.Source, found.Connection, found.Workspace, found.Reason, found.Bytes, found.N, found.FirstAt, found.LastAt, shape });
            else Say.Line($"{found.Source} to {found.Workspace} ({found.Connection}), {found.N} times from {found.FirstAt:u} to {found.LastAt:u}, the first of {found.Bytes} bytes\n{found.Reason}\n\n{shape?.ToJsonString(Readable)}");
        });
        return command;
    }

    private static Command Clear()
    {
        var json = Words.Json();
        var command = new Command("clear", "Forget the shapes of refused payloads") { json };
        command.SetAction(parsed =>
        {
            var cleared = Open(file => (int?)file.Clear()) ?? 0;
            if (parsed.GetValue(json)) Say.Object(new { cleared });
            else Say.Line($"{cleared} forgotten.");
        });
        return command;
    }

    private static readonly JsonSerializerOptions Readable = new(Trying.Outcome.OneLine) { WriteIndented = true };

    private static T? Open<T>(Func<RefusedFile, T?> read)
    {
        if (Environment.GetEnvironmentVariable("KPI_INGESTION_HOME") is not { Length: > 0 } folder) throw new CommandException("KPI_INGESTION_HOME is not set: it must be ingestion's folder. ./kpi quarantine sets it.");
        if (!File.Exists(Path.Combine(folder, RefusedFile.Name))) return default;
        try
        {
            using var file = new RefusedFile(folder);
            return read(file);
        }
        catch (SqliteException e)
        {
            throw new CommandException($"{RefusedFile.Name} cannot be read: {e.Message}");
        }
    }
}
