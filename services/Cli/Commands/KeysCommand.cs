using System.CommandLine;
using KpiPlatform.Cli.Keys;
using KpiPlatform.Cli.Output;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Commands;

/// <summary>API keys and signing secrets. The services see a change within a second; nothing needs to run for it.</summary>
internal static class KeysCommand
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static KeysFile Keys => new(Home.Current.Prepare().KeysFile);

    public static Command Build() => new("keys", "Make, list and revoke API keys; show signing secrets") { Create(), List(), Revoke(), SigningSecret() };

    private static Command Create()
    {
        var (workspace, scopes, json) = (Options.Workspace(), Options.Scopes(KeyRing.Scopes), Options.Json());
        var command = new Command("create", "Make a key; it is shown once") { workspace, scopes, json };
        command.SetAction(async parsed =>
        {
            var key = await Keys.ChangeAsync(d => KeyRing.CreateKey(d, parsed.GetRequiredValue(workspace), parsed.GetRequiredValue(scopes), Now));
            if (parsed.GetValue(json))
                Say.Object(new { key.Key, key.Id, key.Workspace, key.Scopes });
            else
                Say.Line($"{key.Key}\n\n{key.Id} for {key.Workspace}: {string.Join(", ", key.Scopes)}. It is not stored and cannot be shown again.");
        });
        return command;
    }

    private static Command List()
    {
        var json = Options.Json();
        var command = new Command("list", "All keys and signing secrets, without the secrets themselves") { json };
        command.SetAction(parsed =>
        {
            var document = Keys.Read();
            var rows = document.Keys.Select(k => new { k.Id, k.Workspace, kind = "api key", k.Scopes, k.CreatedAt, k.RevokedAt })
                .Concat(document.SigningSecrets.Select(s => new { s.Id, s.Workspace, kind = "signing secret", Scopes = (IReadOnlyList<string>)["events:write"], s.CreatedAt, s.RevokedAt }))
                .ToList();
            if (parsed.GetValue(json))
                Say.Object(new { keys = rows });
            else
                Say.Table(["id", "workspace", "kind", "scopes", "created", "revoked"],
                    rows.Select(r => new[] { r.Id, r.Workspace, r.kind, string.Join(',', r.Scopes), $"{r.CreatedAt:yyyy-MM-dd HH:mm}", r.RevokedAt is { } at ? $"{at:yyyy-MM-dd HH:mm}" : "" }));
        });
        return command;
    }

    private static Command Revoke()
    {
        var (id, json) = (new Argument<string>("id") { Description = "Id of the key or signing secret, as in keys list" }, Options.Json());
        var command = new Command("revoke", "Withdraw a key or signing secret") { id, json };
        command.SetAction(async parsed =>
        {
            var wanted = parsed.GetRequiredValue(id);
            if (!await Keys.ChangeAsync(d => KeyRing.Revoke(d, wanted, Now)))
                throw new CommandException($"There is no key {wanted}; see ./kpi keys list");
            if (parsed.GetValue(json))
                Say.Object(new { revoked = wanted });
            else
                Say.Line($"{wanted} is revoked; the services refuse it within a second.");
        });
        return command;
    }

    private static Command SigningSecret()
    {
        var (workspace, json) = (Options.Workspace(), Options.Json());
        var another = new Option<bool>("--another") { Description = "Make a new one beside the old, to change over; revoke the old one afterwards" };
        var command = new Command("signing-secret", "The workspace's secret for Standard Webhooks; made if there is none") { workspace, another, json };
        command.SetAction(async parsed =>
        {
            var secret = await Keys.ChangeAsync(d => KeyRing.SigningSecret(d, parsed.GetRequiredValue(workspace), parsed.GetValue(another), Now));
            if (parsed.GetValue(json))
                Say.Object(new { secret.Secret, secret.Id, secret.Workspace });
            else
                Say.Line(secret.Secret);
        });
        return command;
    }
}
