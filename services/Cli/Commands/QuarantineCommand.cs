using System.CommandLine;
using System.Text.Json.Nodes;
using KpiPlatform.Cli.Output;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Commands;

/// <summary>
/// What was not counted: events that the aggregator parked, and payloads that ingestion refused, of which it keeps the shape. The first needs the database, the second only
/// a file, which is there when nothing is up.
/// </summary>
internal static class QuarantineCommand
{
    public static Command Build() => new("quarantine", "Events that could not be counted, and shapes of payloads that were refused")
    {
        List(),
        AggregatorCommands.Verb(["quarantine", "retry"], "Count the parked events again"),
        OfIngestion("show", "One refused payload's shape; its id is in the list"),
        OfIngestion("clear", "Forget the shapes of refused payloads"),
    };

    private static Command List()
    {
        var json = Options.Json();
        var command = new Command("list", "What is parked or was refused, and why") { json };
        command.SetAction(async (parsed, cancellation) => parsed.GetValue(json) ? await JsonAsync(cancellation) : await TextAsync(cancellation));
        return command;
    }

    private static async Task<int> TextAsync(CancellationToken cancellation)
    {
        Say.Line("Payloads refused at the door (their shapes: ./kpi quarantine show ID):");
        var refused = await PassThrough.RunAsync([.. Ingestion, "list"], IngestionTools.Environment(Home.Current), cancellation);
        Say.Line("\nEvents that could not be counted:");
        var parked = await PassThrough.RunAsync([.. Aggregator, "list"], AggregatorTools.Environment(Home.Current), cancellation);
        return Math.Max(refused, parked);
    }

    /// <summary>The aggregator's object, with what was refused as a member of its own.</summary>
    private static async Task<int> JsonAsync(CancellationToken cancellation)
    {
        var refused = await ObjectAsync([.. Ingestion, "list", "--json"], IngestionTools.Environment(Home.Current), cancellation);
        if (AggregatorTools.Find(Home.Current) is not { } environment)
        {
            refused["error"] = $"Nothing is up in {Home.Current.Folder}: only what was refused is listed.";
            Say.Error((string)refused["error"]!);
            Say.Line(refused.ToJsonString(Say.Json));
            return ExitCodes.DependencyDown;
        }

        var all = await ObjectAsync([.. Aggregator, "list", "--json"], environment, cancellation);
        all["refused"] = refused["refused"]?.DeepClone();
        Say.Line(all.ToJsonString(Say.Json));
        return ExitCodes.Ok;
    }

    private static async Task<JsonObject> ObjectAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellation)
    {
        var result = await Shell.RunAsync(command, environment, cancellation: cancellation);
        var last = result.Output.TrimEnd().Split('\n')[^1];
        return result.Ok && JsonNode.Parse(last) is JsonObject said ? said : throw new CommandException(result.Said);
    }

    private static Command OfIngestion(string verb, string description)
    {
        var command = new Command(verb, description) { Options.Json() };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellation) =>
        {
            string[] json = parsed.GetValue<bool>("--json") ? ["--json"] : [];
            return await PassThrough.RunAsync([.. Ingestion, verb, .. parsed.UnmatchedTokens, .. json], IngestionTools.Environment(Home.Current), cancellation);
        });
        return command;
    }

    private static string[] Ingestion => [DotNet.Host, Checkout.Program("Ingestion"), "quarantine"];

    private static string[] Aggregator => [DotNet.Host, Checkout.Program("Aggregator"), "quarantine"];
}
