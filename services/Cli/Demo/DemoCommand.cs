using System.CommandLine;
using KpiPlatform.Cli.Importing;
using KpiPlatform.Cli.Importing.Sending;

namespace KpiPlatform.Cli.Demo;

/// <summary><c>./kpi demo</c>: a simulated help desk, through the same front door as everybody.</summary>
internal static class DemoCommand
{
    public static Command Build(FindIngest find, TimeProvider? time = null)
    {
        var rate = new Option<double>("--rate") { Description = "Events a minute once live", DefaultValueFactory = _ => 20 };
        var seed = new Option<int>("--seed") { Description = "The same seed tells the same story", DefaultValueFactory = _ => 7 };
        var days = new Option<int>("--days") { Description = "Days of history to fill in first", DefaultValueFactory = _ => 14 };
        var zone = new Option<string?>("--zone") { Description = "The desk's time zone (IANA); this machine's by default" };
        var historyOnly = new Option<bool>("--history-only") { Description = "Stop once the history is in" };
        var url = new Option<Uri?>("--url") { Description = "The ingestion's address; the running ./kpi up by default" };
        var key = new Option<string?>("--key") { Description = "An API key with events:write" };
        var workspace = new Option<string?>("--workspace") { Description = "The desk's workspace" };
        var command = new Command("demo", "Replay a lively simulated help desk") { rate, seed, days, zone, historyOnly, url, key, workspace };
        command.SetAction(async (parsed, cancellation) =>
        {
            var clock = time ?? TimeProvider.System;
            var errors = parsed.InvocationConfiguration.Error;
            var name = parsed.GetValue(zone);
            var where = clock.LocalTimeZone;
            if (parsed.GetValue(days) is < 0 or > 3660 || parsed.GetValue(rate) is not (>= 0 and <= 60_000) || (name is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out where)))
            {
                await errors.WriteLineAsync("--days is 0 to 3660, --rate 0 to 60000, --zone an IANA name such as Europe/Berlin.");
                return ImportSession.WrongMapping;
            }

            return await Run(
                new DemoDesk(parsed.GetValue(seed), where),
                () => Target(find, parsed.GetValue(url), parsed.GetValue(key), parsed.GetValue(workspace), cancellation),
                (parsed.GetValue(days), parsed.GetValue(rate), !parsed.GetValue(historyOnly)),
                clock, parsed.InvocationConfiguration.Output, errors, cancellation);
        });
        return command;
    }

    private static async Task<IngestTarget> Target(FindIngest find, Uri? url, string? key, string? workspace, CancellationToken cancellation)
    {
        if (url is not null && key is not null) return new IngestTarget(url, key, "");
        var found = await find(workspace, cancellation);
        return found with { Ingest = url ?? found.Ingest, Key = key ?? found.Key };
    }

    private static async Task<int> Run(
        DemoDesk desk, Func<Task<IngestTarget>> target, (int Days, double Rate, bool Live) wish,
        TimeProvider clock, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        try
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
            var run = new DemoRun(desk, new EventSender(http, await target(), clock), clock, output);
            await run.RunAsync(wish.Days, wish.Rate, wish.Live, _ => { }, cancellation);
            return ImportSession.Fine;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ImportSession.Fine;
        }
        catch (SendException gaveUp)
        {
            await errors.WriteLineAsync(gaveUp.Message);
            return ImportSession.GaveUp;
        }
    }
}
