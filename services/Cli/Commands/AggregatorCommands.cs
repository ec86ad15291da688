using System.CommandLine;
using KpiPlatform.Cli.Running;

namespace KpiPlatform.Cli.Commands;

/// <summary>Verbs of the aggregator, run as a process of their own beside the running ones, words and exit code passed through.</summary>
internal static class AggregatorCommands
{
    public static Command Rebuild() => Verb(["rebuild"], "Compute all projections anew from the log, while events keep flowing");

    public static Command Verify() => Verb(["verify"], "Compare the projections with what the log says");

    public static Command Retain() => Verb(["retain"], "Let go of the log of what is older than KPI_KEEP_LOG: [--keep-log 400d] [--dry-run]; aggregators do it every day");

    public static Command Erase() => Verb(["erase"], "Take a person out of everything that is stored: --customer ID [--workspace W] [--dry-run]; ID - reads standard input");

    public static Command Verb(string[] words, string description)
    {
        var command = new Command(words[^1], description) { Options.Json() };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellation) =>
        {
            var state = RunState.Running(Home.Current);
            string[] json = parsed.GetValue<bool>("--json") ? ["--json"] : [];
            return await PassThrough.RunAsync([DotNet.Host, Checkout.Program("Aggregator"), .. words, .. parsed.UnmatchedTokens, .. json], state.Installation!.Environment, cancellation);
        });
        return command;
    }
}
