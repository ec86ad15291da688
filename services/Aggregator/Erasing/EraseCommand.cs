using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Kpis;
using KpiPlatform.Platform.Hosting;
using KpiPlatform.Platform.Keys;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace KpiPlatform.Aggregator.Erasing;

/// <summary>The verb <c>erase</c>. The person's names are hashed as ingestion does it, and go nowhere else: not into a log, a table or a file.</summary>
internal static class EraseCommand
{
    public static async Task<int> RunAsync(string[] words)
    {
        if (EraseArguments.Read(words, Console.In) is not { } asked) return Wrong(EraseArguments.Usage);
        using var telemetry = Telemetry.Start(Commands.Configuration, "kpi-aggregator");
        await using var database = Primary.Open(Commands.Postgres);
        var erasure = new Erasure(database, Catalogue.Default, TimeProvider.System);
        return asked.Again ? await AgainAsync(asked, database, erasure) : await OnceAsync(asked, erasure);
    }

    private static async Task<int> OnceAsync(EraseArguments asked, Erasure erasure)
    {
        using var keys = new KeyRing(Commands.Configuration, TimeProvider.System, NullLogger<KeyRing>.Instance);
        if (!keys.Loaded) return Wrong("The keys file (KPI_KEYS_FILE) can't be read: without the workspace's customer_key nobody can be found.");
        var workspace = asked.Workspace is { } name ? keys.FindWorkspace(name) : keys.Workspaces.Count == 1 ? keys.Workspaces.Single() : null;
        if (workspace is null) return Wrong(asked.Workspace is null ? "Say which --workspace: there is not just one." : $"The keys file has no workspace \"{asked.Workspace}\".");
        var wanted = new Wanted(workspace.Name, [.. asked.Names.Select(id => CustomerHash.Of(workspace.CustomerKey, id)).Distinct(StringComparer.Ordinal)], Before: null);
        if (asked.DryRun) return Tell(asked.Json, await erasure.FindAsync(wanted, CancellationToken.None));
        var report = await erasure.RunAsync(wanted, CancellationToken.None);
        var at = Present.Now(TimeProvider.System);
        Outside?.Add(wanted.Marks.Select(mark => new Erased(wanted.Workspace, Convert.ToHexStringLower(mark), at, at + ErasureTable.Remembered)));
        return Tell(asked.Json, report);
    }

    /// <summary>Everybody on the lists once more, as of when they were erased: a restored backup had them.</summary>
    private static async Task<int> AgainAsync(EraseArguments asked, NpgsqlDataSource database, Erasure erasure)
    {
        List<Erased> people = [.. Outside?.Read() ?? []];
        await using (var db = await database.OpenConnectionAsync())
            people = [.. people.Concat(await ErasureTable.ReadAsync(db, CancellationToken.None)).GroupBy(p => (p.Workspace, p.Mark)).Select(same => same.MaxBy(p => p.At)!)];
        var sum = new ErasureReport(0, 0, 0, 0, DryRun: false);
        foreach (var person in people)
        {
            var report = await erasure.AgainAsync(person, CancellationToken.None);
            sum = new(sum.Events + report.Events, sum.Streams + report.Streams, sum.Quarantined + report.Quarantined, sum.Notices + report.Notices, DryRun: false);
        }

        return Tell(asked.Json, sum);
    }

    private static ErasureFile? Outside => Commands.Configuration["KPI_ERASURES_FILE"] is { Length: > 0 } path ? new(path) : null;

    private static int Tell(bool json, ErasureReport r)
    {
        var nothing = r is { Events: 0, Quarantined: 0, Notices: 0 };
        Commands.Tell(json, r, nothing ? "Nothing is stored under this name. What arrives late is recognised all the same." + (r.DryRun ? " (Not yet: this was a dry run.)" : "")
            : $"{r.Events} events of {r.Streams} tickets and threads, {r.Quarantined} events in quarantine and {r.Notices} notices " + (r.DryRun ? "bear the person's name." : "bear the person's name no more; the numbers are what they were."));
        return 0;
    }

    private static int Wrong(string why)
    {
        Console.Error.WriteLine(why);
        return 2;
    }
}
