using System.CommandLine;
using KpiPlatform.Cli.Demo;
using KpiPlatform.Cli.Importing;
using KpiPlatform.Cli.Output;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Commands;

/// <summary>All commands, and what their ends mean: 0 done, 1 failed, 2 asked wrongly, 3 something it needs is not there.</summary>
internal static class CommandLine
{
    // Ctrl-C and SIGTERM cancel; stopping everything in order takes seconds, and must not be cut off.
    private static readonly TimeSpan LongestStop = TimeSpan.FromMinutes(2);

    public static RootCommand Build() => new("KpiPlatform: help desks' events in, service KPIs out.")
    {
        UpCommand.Build(), DownCommand.Build(), StatusCommand.Build(), LogsCommand.Build(), DoctorCommand.Build(), VersionCommand.Build(), SbomCommand.Build(),
        KeysCommand.Build(), ImportCommand.Build(RunningStack.FindAsync), DemoCommand.Build(RunningStack.FindAsync),
        SourcesCommand.Build(), AggregatorCommands.Migrate(), AggregatorCommands.Rebuild(), AggregatorCommands.Verify(), QuarantineCommand.Build(),
        AggregatorCommands.Erase(), AggregatorCommands.Retain(), BackupCommands.Backup(), BackupCommands.Restore(),
        TestCommand.Build(), BenchCommand.Build(), SuperviseCommand.Build(),
    };

    public static Task<int> RunAsync(string[] args) => args is [SourcesCommand.Name, .. var words] ? GuardedAsync(args, () => SourcesCommand.RunAsync(words)) : ParsedAsync(args);

    private static async Task<int> ParsedAsync(string[] args)
    {
        var parsed = Build().Parse(args);
        if (parsed.Errors.Count > 0)
            return Fail(string.Join('\n', parsed.Errors.Select(e => e.Message)) + "\nSee ./kpi --help", ExitCodes.Usage, args);
        return await GuardedAsync(args, () => parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = LongestStop }));
    }

    private static async Task<int> GuardedAsync(string[] args, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (CommandException e)
        {
            return Fail(e.Message, e.ExitCode, args);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(e.Message, ExitCodes.Failed, args);
        }
    }

    private static int Fail(string message, int exitCode, string[] args)
    {
        Say.Error(message);
        if (args.Contains("--json"))
            Say.Object(new { error = message });
        return exitCode;
    }
}
