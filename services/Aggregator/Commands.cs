using System.Text.Json;
using KpiPlatform.Aggregator.Inspecting;
using KpiPlatform.Aggregator.Observing;
using KpiPlatform.Aggregator.Rebuilding;
using KpiPlatform.Aggregator.Schema;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Kpis;
using KpiPlatform.Platform.Hosting;
using Npgsql;

namespace KpiPlatform.Aggregator;

/// <summary>What the process can be told to do. With <c>--json</c> the last line is one JSON object; the exit code is 0 when all is well.</summary>
internal static class Commands
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    internal static readonly IConfiguration Configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();

    public static async Task<int> RunAsync(string[] args)
    {
        var app = AggregatorHost.Build(args);
        var outcome = app.Services.GetRequiredService<StartUp>().Outcome;
        await app.RunAsync();
        await outcome;
        return 0;
    }

    public static async Task<int> MigrateAsync()
    {
        await new Migrator(Postgres, Configuration.Partitions(), TimeProvider.System).MigrateAsync(CancellationToken.None);
        return 0;
    }

    public static async Task<int> RebuildAsync(bool json)
    {
        using var telemetry = Telemetry.Start(Configuration, "kpi-aggregator");
        await using var database = Primary.Open(Postgres);
        var rebuild = new Rebuild(database, Projections(database), TimeProvider.System);
        var report = await rebuild.RunAsync(done => Console.Error.WriteLine($"{done} events"), CancellationToken.None);
        Tell(json, report, $"Rebuilt {report.Partitions} partitions from {report.Events} events in {report.Seconds:0.0} s.");
        return 0;
    }

    public static async Task<int> CopyAsync(string[] args)
    {
        var workspace = args.SkipWhile(word => word != "--workspace").Skip(1).FirstOrDefault();
        await using var from = Primary.Open(Configuration.Required("KPI_COPY_FROM", "the connection string of the database whose log is to be copied"));
        await using var database = Primary.Open(Postgres);
        var report = await new LogCopy(from, database, Projections(database), Configuration.Partitions()).RunAsync(workspace, done => Console.Error.WriteLine($"{done} events"), CancellationToken.None);
        Tell(args.Contains("--json"), report, $"{report.Read} events read, {report.New} of them new here.");
        return 0;
    }

    public static async Task<int> VerifyAsync(bool json)
    {
        await using var database = Primary.Open(Postgres);
        await using (var db = await database.OpenConnectionAsync())
        {
            var (mine, stored) = (DefinitionSet.Of(Catalogue.Default), await StoredDefinitions.ReadAsync(db, CancellationToken.None));
            if (stored is not null && stored.Fingerprint != mine.Fingerprint)
                throw new SetUpException($"The projections were made by {stored}, this release has {mine}: verify with the release that made them, or rebuild with this one.");
        }

        var verdicts = await new Verify(database, Catalogue.Default).RunAsync(CancellationToken.None);
        var ok = verdicts.TrueForAll(v => v.Agrees);
        var wrong = string.Join(", ", verdicts.Where(v => !v.Agrees).Select(v => v.Partition));
        Tell(json, new { Ok = ok, Events = verdicts.Sum(v => v.Events), Partitions = verdicts },
            ok ? $"All {verdicts.Sum(v => v.Cells)} cells and {verdicts.Sum(v => v.Facts)} facts are what the {verdicts.Sum(v => v.Events)} events of the log give."
               : $"Partitions {wrong} differ from the log. ./kpi rebuild makes them right.");
        return ok ? 0 : 1;
    }

    public static async Task<int> ListQuarantineAsync(bool json)
    {
        await using var database = Primary.Open(Postgres);
        var parked = await Quarantine(database).ListAsync(1000, CancellationToken.None);
        Tell(json, new { Count = parked.Count, Events = parked.Select(q => new { q.Id, q.Since, q.Reason, q.TraceId, q.Event.Workspace, q.Event.Source, q.Event.Subject, EventId = q.Event.Id, q.Event.Type }) },
            parked.Count == 0 ? "Nothing is in quarantine." : string.Join('\n', parked.Select(q => $"{q.Id}  {q.Since:u}  {q.Event.Type} {q.Event.Id} of {q.Event.Source} {q.Event.Subject} ({q.Event.Workspace}): {q.Reason}")));
        return 0;
    }

    public static async Task<int> RetryQuarantineAsync(bool json)
    {
        await using var database = Primary.Open(Postgres);
        var (counted, parked) = await Quarantine(database).RetryAsync(CancellationToken.None);
        Tell(json, new { Counted = counted, Parked = parked }, $"{counted} events counted, {parked} still in quarantine.");
        return parked == 0 ? 0 : 1;
    }

    public static Task<int> InspectAsync(bool json) => InspectCommand.RunAsync(Configuration.RabbitMq(), Postgres, Configuration.Partitions(), json, TimeProvider.System);

    public static int Usage()
    {
        Console.Error.WriteLine("run | migrate | rebuild [--json] | verify [--json] | copy [--workspace NAME] [--json] | quarantine list|retry [--json] | inspect [--json] | retain [--dry-run] [--json] | erase --customer ID [--json]");
        return 2;
    }

    internal static string Postgres => Configuration.Required("KPI_POSTGRES", "an Npgsql connection string");

    private static QuarantineStore Quarantine(NpgsqlDataSource database) => new(database, Projections(database));

    private static ProjectionStore Projections(NpgsqlDataSource database) => new(database, Catalogue.Default, new RulesTable(), TimeProvider.System);

    internal static void Tell(bool json, object machine, string people) => Console.WriteLine(json ? JsonSerializer.Serialize(machine, Json) : people);
}
