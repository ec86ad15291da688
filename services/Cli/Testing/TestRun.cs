using System.Diagnostics;
using System.Xml.Linq;
using KpiPlatform.Cli.Output;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Testing;

/// <summary>Restore as locked, build, check the formatting, then every test project, one after the other.</summary>
internal sealed class TestRun(IReadOnlyList<string> words, CancellationToken cancellation)
{
    private readonly string _results = Directory.CreateTempSubdirectory("kpi-results-").FullName;
    private readonly string _solution = Path.Combine(Checkout.Root, "KpiPlatform.sln");

    public async Task<TestCounts> RunAsync()
    {
        try
        {
            await MustAsync("restore", "restore", _solution, "--locked-mode");
            Say.Line($"{"advisories",-36} {await Advisories.SayAsync(cancellation)}");
            await MustAsync("build", "build", _solution, "-c", "Release", "--no-restore", "-nodeReuse:false", "-nologo", "-v:q");
            // The analyzers, format's slow third part, were part of the build.
            await MustAsync("formatting", "format", "whitespace", _solution, "--verify-no-changes", "--no-restore");
            await MustAsync("style", "format", "style", _solution, "--verify-no-changes", "--no-restore");
            var sum = TestCounts.None;
            foreach (var project in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                sum += await RunAsync(project);
            return sum;
        }
        finally
        {
            Directory.Delete(_results, recursive: true);
        }
    }

    private async Task<TestCounts> RunAsync(string project)
    {
        var (name, since) = (Path.GetFileNameWithoutExtension(project), Stopwatch.StartNew());
        var result = await DotNetAsync(["test", project, "-c", "Release", "--no-build", "-nologo", "--logger", $"trx;LogFileName={name}.trx", "--results-directory", _results, .. words]);
        var trx = Path.Combine(_results, name + ".trx");
        var counts = File.Exists(trx) ? TestCounts.OfTrx(XDocument.Load(trx)) : TestCounts.None;
        // A run that fell over, or that failed without a failing test, must not look like one that passed.
        if (!result.Ok && counts.Failed == 0)
            counts += new TestCounts(0, 1, 0);
        if (counts.Failed > 0)
            Say.Line(result.Output + result.Errors);
        Say.Line($"{name,-36} {counts}  ({since.Elapsed.TotalSeconds:0} s)");
        return counts;
    }

    private async Task MustAsync(string step, params string[] command)
    {
        var since = Stopwatch.StartNew();
        var result = await DotNetAsync(command);
        if (!result.Ok)
            throw new CommandException($"{result.Output}{result.Errors}\n{step} failed: dotnet {string.Join(' ', command)}");
        Say.Line($"{step,-36} ok  ({since.Elapsed.TotalSeconds:0} s)");
    }

    private Task<ShellResult> DotNetAsync(IReadOnlyList<string> command) =>
        Shell.RunAsync([DotNet.Host, .. command], folder: Checkout.Root, cancellation: cancellation);
}
