using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Trying;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Commands;

/// <summary><c>sources try</c>: what a payload would become, without a server, a signature or a set-up.</summary>
internal static class SourcesTry
{
    public static Command Build()
    {
        var payload = new Argument<string>("file") { Description = "The payload as the vendor sent it; - is standard input" };
        var source = new Option<string>("--source") { Description = "Which vendor sent it" };
        var map = new Option<FileInfo>("--map") { Description = "A mapping file to try instead; then a CSV can be tried too" };
        var headers = new Option<FileInfo>("--headers") { Description = "The request's headers: \"Name: value\" lines, or a JSON object" };
        var (options, json) = (Words.Options(), Words.Json());
        var command = new Command("try", "What a payload would become") { payload, source, map, headers, options, json };
        command.Validators.Add(result =>
        {
            if ((result.GetResult(source) is null) == (result.GetResult(map) is null)) result.AddError("Give --source NAME, or --map FILE.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var (file, mapping) = (parsed.GetRequiredValue(payload), parsed.GetValue(map));
            var kind = mapping is null ? Words.Source(parsed.GetRequiredValue(source)) : SourceCatalogue.Find("map")!;
            var given = Words.Read(parsed.GetValue(options)) ?? [];
            if (mapping is not null) given["map"] = mapping.FullName;
            var body = await PayloadFile.ReadAsync(file, cancellation);
            var sent = HeaderFile.Read(parsed.GetValue(headers), file, body);
            var outcome = Try(kind, body, sent, JsonSerializer.SerializeToElement(given));
            if (parsed.GetValue(json)) Say.Line(outcome.ToJson());
            else Print(outcome);
            return outcome.Word == "refused" ? ExitCodes.Failed : ExitCodes.Ok;
        });
        return command;
    }

    private static Outcome Try(Source source, byte[] body, IHeaderDictionary headers, JsonElement options)
    {
        if (source.Problem(Connection.ForTrying(source.Name, options)) is { } problem) throw new CommandException(problem, ExitCodes.Usage);
        return TryPayload.Run(source, body, headers, TimeProvider.System.GetUtcNow(), options);
    }

    private static void Print(Outcome outcome)
    {
        Say.Line(outcome.Reason is null ? outcome.Word : $"{outcome.Word}: {outcome.Reason}");
        foreach (var e in JsonNode.Parse(outcome.ToJson(readable: true))!["events"]!.AsArray()) Say.Line($"\n{(string)e!["type"]!}  {(string)e["subject"]!}  {e["time"]}\n  id    {(string)e["id"]!}\n  data  {e["data"]!.ToJsonString(Outcome.OneLine)}");
    }
}
