using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Commands;

/// <summary><c>sources add</c>: a connection, and what to do in the vendor's settings.</summary>
internal static class SourcesAdd
{
    public static Command Build()
    {
        var name = new Argument<string>("source") { Description = "Which vendor: a name of ./kpi sources kinds" };
        var (workspace, account) = (Words.Name("--workspace", "The workspace; made if new", required: true), Words.Name("--account", "Tells several accounts of one vendor apart; the workspace's name unless given"));
        var (options, url, json, secret) = (Words.Options(), Words.Url(), Words.Json(), new GivenSecret());
        var map = new Option<FileInfo>("--map") { Description = "For the source map: the mapping file" };
        var command = new Command("add", "Let a vendor send: prints the URL, where to paste it, which events to tick, and the secret, once") { name, workspace, account, map, options, url, json };
        secret.AddTo(command);
        command.SetAction(async parsed =>
        {
            var source = Words.Source(parsed.GetRequiredValue(name));
            var now = TimeProvider.System.GetUtcNow();
            var given = secret.Read(parsed, now);
            var made = given is null && source.Guide.MakesSecret ? new ConnectionFile.Secret(ShortId.New("s_"), now, Value: source.NewSecret()) : null;
            var (file, space) = (SourcesFile.OfEnvironment, parsed.GetRequiredValue(workspace));
            var entry = new ConnectionFile.Entry(
                ShortId.New("c_"), source.Name, space, parsed.GetValue(account) ?? space, (given ?? made) is { } known ? [known] : [], now,
                Options: Options(source, Words.Read(parsed.GetValue(options)), parsed.GetValue(map)));
            Check(source, entry, file.Folder);
            await file.ChangeAsync(all => (Added(all, entry), true));
            var added = new AddedSource(source, entry, Address.Webhook(Address.Base(parsed.GetValue(url)), source.Name, space), made?.Value, given is not null);
            if (parsed.GetValue(json)) Say.Object(added.Json);
            else Say.Line(added.Text);
        });
        return command;
    }

    private static JsonElement? Options(Source source, JsonObject? options, FileInfo? map)
    {
        foreach (var name in source.Guide.MadeOptions.Where(name => options?.ContainsKey(name) != true)) (options ??= [])[name] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        if (map is null) return options is null ? null : JsonSerializer.SerializeToElement(options);
        if (source.Name != "map") throw new CommandException($"--map is for the source map; {source.Name} knows what its payloads mean.", ExitCodes.Usage);
        (options ??= [])["map"] = map.FullName;
        return JsonSerializer.SerializeToElement(options);
    }

    private static void Check(Source source, ConnectionFile.Entry entry, string folder)
    {
        if (source.Problem(entry.Open(new Workspace("", []), folder)) is { } problem) throw new CommandException(problem, ExitCodes.Usage);
    }

    private static ConnectionFile Added(ConnectionFile all, ConnectionFile.Entry entry)
    {
        var same = all.Connections.FirstOrDefault(each => each.RemovedAt is null && each.Source == entry.Source && each.Workspace == entry.Workspace && each.Account == entry.Account);
        return same is null
            ? new ConnectionFile([.. all.Connections, entry])
            : throw new CommandException($"{same.Id} is that connection already. Another secret for it: ./kpi sources secret add {same.Id}; another account: --account NAME.", ExitCodes.Usage);
    }
}
