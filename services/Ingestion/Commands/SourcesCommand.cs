using System.CommandLine;

namespace KpiPlatform.Ingestion.Commands;

/// <summary><c>./kpi sources …</c>: which vendors may send, and what their payloads would become. Nothing needs to run for it but for <c>test</c>.</summary>
internal static class SourcesCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Connect help desks, survey tools and mail: who may send, and what it becomes.")
        {
            SourcesList.Build(), SourcesList.Kinds(), SourcesList.Guide(), SourcesAdd.Build(), SecretCommands.Build(), SourcesRemove.Build(),
            SourcesTry.Build(), SourcesTest.Build(), SourcesCheck.Build(),
        };
        return await RunAsync(root, args, "./kpi sources --help");
    }

    /// <summary>Runs what the words say; every failure becomes a sentence, an exit code and, with --json, an object.</summary>
    public static async Task<int> RunAsync(RootCommand root, string[] args, string help)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0) return Fail(string.Join('\n', parsed.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal)) + $"\nSee {help}", ExitCodes.Usage, args);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
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
        if (args.Contains("--json")) Say.Object(new { error = message });
        return exitCode;
    }
}
