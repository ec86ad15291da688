using System.CommandLine;

namespace KpiPlatform.Ingestion.Commands;

/// <summary><c>sources check</c>: what ./kpi doctor asks: the file, each secret, each mapping.</summary>
internal static class SourcesCheck
{
    public static Command Build()
    {
        var json = Words.Json();
        var command = new Command("check", "Whether every connection can be used: its secrets are there, its mapping is right") { json };
        command.SetAction(parsed =>
        {
            var file = SourcesFile.OfEnvironment;
            var found = Connections.Active(file.Read()).Select(entry => new { what = $"source {entry.Source} of {entry.Workspace} ({entry.Id})", problem = Connections.Problem(entry, file.Folder) }).ToList();
            if (parsed.GetValue(json)) Say.Object(new { connections = found });
            else foreach (var each in found) Say.Line($"{(each.problem is null ? "ok   " : "WRONG")} {each.what}{(each.problem is null ? "" : ": " + each.problem)}");
            return found.TrueForAll(each => each.problem is null) ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }
}
