using System.CommandLine;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Commands;

/// <summary><c>sources secret add|revoke</c>: several may be in force, so that a secret can be changed without losing a delivery.</summary>
internal static class SecretCommands
{
    public static Command Build() => new("secret", "Change a connection's secret: add the new one, tell the vendor, revoke the old one") { Add(), Revoke() };

    private static Command Add()
    {
        var (id, json, secret) = (Connection(), Words.Json(), new GivenSecret());
        var command = new Command("add", "One more secret for a connection; made here when the vendor takes ours") { id, json };
        secret.AddTo(command);
        command.SetAction(async parsed =>
        {
            var (file, now) = (SourcesFile.OfEnvironment, TimeProvider.System.GetUtcNow());
            var entry = Connections.Find(file.Read(), parsed.GetRequiredValue(id));
            var source = Words.Source(entry.Source);
            var given = secret.Read(parsed, now);
            if (given is null && !source.Guide.MakesSecret)
                throw new CommandException($"{source.Title} makes the secret itself. {source.Guide.Secret} Give it with --secret-stdin, --secret-file or --secret-env.", ExitCodes.Usage);
            var added = given ?? new ConnectionFile.Secret(ShortId.New("s_"), now, Value: source.NewSecret());
            await file.ChangeAsync(all => (Connections.Replace(all, entry.Id, each => each with { Secrets = [.. each.Secrets, added] }), true));
            var shown = given is null ? added.Value : null;
            if (parsed.GetValue(json)) Say.Object(new { connection = entry.Id, added.Id, secret = shown });
            else Say.Line(shown is null ? $"{added.Id} is in force for {entry.Id} within a second." : $"{shown}\n\n{added.Id} for {entry.Id}, shown this once. {source.Guide.Secret}");
        });
        return command;
    }

    private static Command Revoke()
    {
        var (id, json, secret) = (Connection(), Words.Json(), new Argument<string>("secret") { Description = "Id of the secret, as in sources list" });
        var command = new Command("revoke", "Withdraw a secret; it is wiped from the sources file") { id, secret, json };
        command.SetAction(async parsed =>
        {
            var (file, now, wanted) = (SourcesFile.OfEnvironment, TimeProvider.System.GetUtcNow(), parsed.GetRequiredValue(secret));
            var left = await file.ChangeAsync(all =>
            {
                var entry = Connections.Find(all, parsed.GetRequiredValue(id));
                if (entry.Secrets.All(each => each.Id != wanted)) throw new CommandException($"{entry.Id} has no secret {wanted}; see ./kpi sources list");
                IReadOnlyList<ConnectionFile.Secret> secrets =
                    [.. entry.Secrets.Select(each => each.Id == wanted ? new ConnectionFile.Secret(each.Id, each.CreatedAt, RevokedAt: each.RevokedAt ?? now) : each)];
                return (Connections.Replace(all, entry.Id, each => each with { Secrets = secrets }), secrets.Count(each => each.RevokedAt is null));
            });
            if (parsed.GetValue(json)) Say.Object(new { revoked = wanted, left });
            else Say.Line($"{wanted} is revoked; it is refused within a second. {(left == 0 ? "The connection has no secret any more: nothing is let in." : $"{left} in force.")}");
        });
        return command;
    }

    private static Argument<string> Connection() => new("connection") { Description = "Id of the connection, as in sources list" };
}
