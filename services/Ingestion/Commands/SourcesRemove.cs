using System.CommandLine;

namespace KpiPlatform.Ingestion.Commands;

/// <summary><c>sources remove</c>: what came from it stays counted.</summary>
internal static class SourcesRemove
{
    public static Command Build()
    {
        var (id, json) = (new Argument<string>("connection") { Description = "Id of the connection, as in sources list" }, Words.Json());
        var command = new Command("remove", "Let a connection send no more; its secrets are wiped, what it sent stays counted") { id, json };
        command.SetAction(async parsed =>
        {
            var (now, wanted) = (TimeProvider.System.GetUtcNow(), parsed.GetRequiredValue(id));
            await SourcesFile.OfEnvironment.ChangeAsync(all => (Connections.Replace(all, Connections.Find(all, wanted).Id, each => each with { RemovedAt = now, Secrets = [] }), true));
            if (parsed.GetValue(json)) Say.Object(new { removed = wanted });
            else Say.Line($"{wanted} is removed; it is refused within a second.");
        });
        return command;
    }
}
