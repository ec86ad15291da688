using System.CommandLine;
using KpiPlatform.Cli.Installing;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Commands;

internal static class BenchCommand
{
    public static Command Build()
    {
        var command = new Command("bench", "The benchmark table; words are passed on to it") { Options.Json() };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellation) =>
        {
            var project = Path.Combine(Checkout.Root, "tests", "Benchmarks");
            await Packages.EnsureAsync(Home.Current.Prepare(), cancellation);
            var build = await Shell.RunAsync([DotNet.Host, "build", project, "-c", "Release", "-nodeReuse:false", "-v:q", "-nologo"], cancellation: cancellation);
            if (!build.Ok)
                throw new CommandException($"{project} does not build:\n{build.Output}");
            string[] json = parsed.GetValue<bool>("--json") ? ["--json"] : [];
            return await PassThrough.RunAsync([DotNet.Host, Path.Combine(project, "bin/Release/net10.0/KpiPlatform.Benchmarks.dll"), .. parsed.UnmatchedTokens, .. json],
                new Dictionary<string, string?>(StringComparer.Ordinal), cancellation);
        });
        return command;
    }
}
