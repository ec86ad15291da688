using System.CommandLine;
using KpiPlatform.Ingestion.Docs;
using KpiPlatform.Ingestion.Sources;

namespace KpiPlatform.Ingestion.Commands;

/// <summary><c>sources list</c>, <c>kinds</c> and <c>guide</c>: what there is. Never a secret.</summary>
internal static class SourcesList
{
    public static Command Build()
    {
        var json = Words.Json();
        var command = new Command("list", "The connections, and the ids of their secrets") { json };
        command.SetAction(parsed =>
        {
            var file = SourcesFile.OfEnvironment;
            var rows = Connections.Active(file.Read()).Select(entry => new
            {
                entry.Id,
                entry.Source,
                entry.Workspace,
                entry.Account,
                entry.CreatedAt,
                problem = Connections.Problem(entry, file.Folder),
                secrets = entry.Secrets.Where(secret => secret.RevokedAt is null).Select(secret => new { secret.Id, secret.CreatedAt, from = secret.File ?? secret.Env ?? "sources file" }).ToList(),
            }).ToList();
            if (parsed.GetValue(json))
            {
                Say.Object(new { connections = rows });
                return;
            }

            Say.Table(["id", "source", "workspace", "account", "secrets", "created", "problem"],
                rows.Select(r => new[] { r.Id, r.Source, r.Workspace, r.Account, string.Join(',', r.secrets.Select(s => s.Id)), $"{r.CreatedAt:yyyy-MM-dd HH:mm}", r.problem ?? "" }));
        });
        return command;
    }

    public static Command Kinds()
    {
        var json = Words.Json();
        var command = new Command("kinds", "The sources there are") { json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json)) Say.Object(new { sources = SourceCatalogue.All.Select(source => new { source.Name, source.Title, source.Guide.MakesSecret }) });
            else Say.Table(["name", "what it is"], SourceCatalogue.All.Select(source => new[] { source.Name, source.Title }));
        });
        return command;
    }

    public static Command Guide()
    {
        var name = new Argument<string>("source") { Description = "A name of sources kinds" };
        var command = new Command("guide", "How a source is connected, and what to beware of") { name };
        command.SetAction(parsed => Say.Line(SourcesPage.Guide(Words.Source(parsed.GetRequiredValue(name)))));
        return command;
    }
}
