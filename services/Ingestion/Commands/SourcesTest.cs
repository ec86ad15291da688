using System.CommandLine;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Commands;

/// <summary><c>sources test</c>: a signed sample to the running ingestion, which says what it would become and counts nothing.</summary>
internal static class SourcesTest
{
    public static Command Build()
    {
        var which = new Argument<string>("connection") { Description = "Id of the connection as in sources list, or the source's name with --workspace" };
        var workspace = Words.Name("--workspace", "The workspace, when the source's name is given");
        var payload = new Option<string>("--payload") { Description = "A payload of yours instead of our sample" };
        var headers = new Option<FileInfo>("--headers") { Description = "Its headers: \"Name: value\" lines, or a JSON object" };
        var (url, json) = (Words.Url(), Words.Json());
        var command = new Command("test", "Send a signed sample to ingestion, and say whether all is right; nothing is counted") { which, workspace, payload, headers, url, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var file = SourcesFile.OfEnvironment;
            var entry = Find(file.Read(), parsed.GetRequiredValue(which), parsed.GetValue(workspace));
            var source = Words.Source(entry.Source);
            var sent = parsed.GetValue(payload) is { } own ? (Name: own, Body: await PayloadFile.ReadAsync(own, cancellation)) : default;
            var sample = sent.Body is not null
                ? new Sample(sent.Body, HeaderFile.Read(parsed.GetValue(headers), sent.Name, sent.Body))
                : Sample.Of(source.Name) ?? new Sample("{}"u8.ToArray(), []);
            var target = Address.Webhook(Address.Base(parsed.GetValue(url)), source.Name, entry.Workspace);
            var verdict = await new SampleSender(source, Open(entry, file.Folder)).SendAsync(target, sample, TimeProvider.System.GetUtcNow(), cancellation);
            if (parsed.GetValue(json)) Say.Object(new { ok = verdict.Ok, connection = entry.Id, url = target.ToString(), verdict.Status, verdict.Outcome, verdict.Detail });
            else Say.Line($"{(verdict.Ok ? "All is right" : "Not right yet")}: {verdict.Detail}");
            return verdict.Ok ? ExitCodes.Ok : verdict.Status is null ? ExitCodes.DependencyDown : ExitCodes.Failed;
        });
        return command;
    }

    private static ConnectionFile.Entry Find(ConnectionFile file, string which, string? workspace)
    {
        if (which.StartsWith("c_", StringComparison.Ordinal)) return Connections.Find(file, which);
        var source = Words.Source(which);
        var fit = Connections.Active(file).Where(each => each.Source == source.Name && (workspace is null || each.Workspace == workspace)).ToList();
        return fit switch
        {
            [var one] => one,
            [] => throw new CommandException($"No connection lets {source.Title} send{(workspace is null ? "" : $" to {workspace}")}: ./kpi sources add {source.Name} --workspace {workspace ?? "W"}", ExitCodes.Usage),
            _ => throw new CommandException($"There are several: {string.Join(", ", fit.Select(each => each.Id))}. Say which.", ExitCodes.Usage),
        };
    }

    private static Connection Open(ConnectionFile.Entry entry, string folder)
    {
        try
        {
            return entry.Open(new Workspace(entry.Workspace, new byte[32]), folder);
        }
        catch (FormatException e)
        {
            throw new CommandException(e.Message);
        }
    }
}
