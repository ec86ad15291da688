using System.CommandLine;
using KpiPlatform.Cli.Output;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Commands;

internal static class LogsCommand
{
    public static Command Build()
    {
        var service = new Argument<string?>("service") { Description = "ingestion, aggregator, query, postgres, rabbitmq, supervisor, …; all when left out", Arity = ArgumentArity.ZeroOrOne };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on as more is written" };
        var lines = new Option<int>("--lines", "-n") { Description = "How many lines of each", DefaultValueFactory = _ => 20 };
        var command = new Command("logs", "What the processes say") { service, follow, lines };
        command.SetAction(async (parsed, cancellation) =>
        {
            var files = Find(Home.Current, parsed.GetValue(service));
            foreach (var file in files)
                foreach (var line in LogFile.Tail(file, parsed.GetValue(lines)).Split('\n'))
                    Print(file, files.Count, line);
            if (parsed.GetValue(follow))
                await FollowAsync(files, cancellation);
        });
        return command;
    }

    private static IReadOnlyList<string> Find(Home home, string? service)
    {
        var all = Directory.Exists(home.Logs) ? Directory.GetFiles(home.Logs, "*.log").Order(StringComparer.Ordinal).ToList() : [];
        var chosen = service is null ? all : [.. all.Where(f => Path.GetFileNameWithoutExtension(f) == service)];
        if (all.Count == 0)
            throw new CommandException($"There are no logs in {home.Logs}: nothing has run yet.");
        return chosen.Count > 0 ? chosen : throw new CommandException(
            $"There is no log of \"{service}\"; there are: {string.Join(", ", all.Select(Path.GetFileNameWithoutExtension))}", ExitCodes.Usage);
    }

    private static void Print(string file, int files, string line) => Say.Line(files > 1 ? $"{Path.GetFileNameWithoutExtension(file),-12} {line}" : line);

    private static async Task FollowAsync(IReadOnlyList<string> files, CancellationToken cancellation)
    {
        var readers = files.ToDictionary(f => f, OpenAtEnd, StringComparer.Ordinal);
        for (; !cancellation.IsCancellationRequested; await Task.Delay(200, cancellation))
            foreach (var (file, reader) in readers)
                while (await reader.ReadLineAsync(cancellation) is { } line)
                    Print(file, files.Count, line);
    }

    private static StreamReader OpenAtEnd(string file)
    {
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(0, SeekOrigin.End);
        return new(stream);
    }
}
