using System.CommandLine;
using KpiPlatform.Cli.Keys;
using KpiPlatform.Cli.Running;

namespace KpiPlatform.Cli.Commands;

/// <summary>Verbs of the aggregator, run as a process of their own beside the running ones, words and exit code passed through.</summary>
internal static class AggregatorCommands
{
    public static Command Rebuild() => Verb(["rebuild"], "Compute all projections anew from the log, while events keep flowing");

    public static Command Verify() => Verb(["verify"], "Compare the projections with what the log says");

    /// <summary>All that the services need before they start; <c>./kpi up</c> does it by itself.</summary>
    public static Command Migrate()
    {
        var command = new Command("migrate", "Bring the database to this version's schema, and make a keys file where there is none; ./kpi up does it by itself");
        command.SetAction(async (_, cancellation) =>
        {
            var environment = AggregatorTools.Environment(Home.Current);
            await new KeysFile(Home.Current.Prepare().KeysFile).EnsureAsync();
            return await PassThrough.RunAsync([DotNet.Host, Checkout.Program("Aggregator"), "migrate"], environment, cancellation);
        });
        return command;
    }

    public static Command Retain() => Verb(["retain"], "Let go of the log of what is older than KPI_KEEP_LOG, and of numbers older than KPI_KEEP_NUMBERS: [--keep-log 400d] [--keep-numbers 1200d] [--dry-run]; aggregators do it every day");

    public static Command Erase() => Verb(["erase"], "Take a person out of everything that is stored: --customer ID [--workspace W] [--dry-run]; ID - reads standard input");

    public static Command Verb(string[] words, string description)
    {
        var command = new Command(words[^1], description) { Options.Json() };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellation) =>
        {
            var environment = AggregatorTools.Environment(Home.Current);
            string[] json = parsed.GetValue<bool>("--json") ? ["--json"] : [];
            return await PassThrough.RunAsync([DotNet.Host, Checkout.Program("Aggregator"), .. words, .. parsed.UnmatchedTokens, .. json], environment, cancellation);
        });
        return command;
    }
}
