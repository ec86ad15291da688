using System.CommandLine;
using KpiPlatform.Cli.Installing;
using KpiPlatform.Cli.Output;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;
using KpiPlatform.Cli.Testing;

namespace KpiPlatform.Cli.Commands;

/// <summary>All tests. The last line is the sum over all projects.</summary>
internal static class TestCommand
{
    public static Command Build()
    {
        var json = Options.Json();
        var command = new Command("test", "Build, check formatting and run all tests; words are passed on to dotnet test") { json };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellation) =>
        {
            if (Environment.GetEnvironmentVariable("KPI_TEST_POSTGRES") is null || Environment.GetEnvironmentVariable("KPI_TEST_RABBITMQ") is null)
                await Packages.EnsureAsync(Home.Current.Prepare(), cancellation);
            await Packages.EnsureNodeAsync(Home.Current.Prepare(), cancellation);
            var counts = await new TestRun(parsed.UnmatchedTokens, cancellation).RunAsync();
            if (parsed.GetValue(json))
                Say.Object(counts);
            else
                Say.Line(counts.ToString());
            return counts.Failed == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }
}
