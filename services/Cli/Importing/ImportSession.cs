using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiPlatform.Cli.Importing.Sending;
using KpiPlatform.Mapping;

namespace KpiPlatform.Cli.Importing;

/// <summary>One run of the import command: what it prints and what it returns.</summary>
internal sealed class ImportSession(FindIngest find, TimeProvider time, TextWriter output, TextWriter errors)
{
    public const int Fine = 0;
    public const int SomeRowsRefused = 1;
    public const int WrongMapping = 2;

    /// <summary>The front door was not to be had: run it again and it continues.</summary>
    public const int GaveUp = 3;

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public async Task<int> RunAsync(ImportRequest request, CancellationToken cancellation)
    {
        try
        {
            if (request.Mistakes().Select(each => new MappingMistake("", each)).ToList() is { Count: > 0 } mistakes) throw new MappingException(mistakes);
            foreach (var needed in new[] { request.File, request.Map }.OfType<FileInfo>().Where(each => !each.Exists))
                throw new MappingException([new("", $"there is no file {needed.FullName}")]);
            var map = request.Map is null ? null : await File.ReadAllTextAsync(request.Map.FullName, cancellation);
            var plan = request.From is null ? ImportPlan.Load(request.File.FullName, map) : ImportPlan.LoadExport(request.File.FullName);
            return plan.IsExport && request.DryRun ? await TryExport(request, plan, cancellation)
                : request.DryRun ? DryRun(plan, request.Json)
                : await Send(request, map, plan, cancellation);
        }
        catch (MappingException wrong)
        {
            await errors.WriteLineAsync(wrong.Message);
            if (request.Json) await PrintJson(new { mistakes = wrong.Mistakes.Select(each => new { pointer = each.Pointer, detail = each.Detail }) });
            return WrongMapping;
        }
        catch (SendException gaveUp)
        {
            await errors.WriteLineAsync($"{gaveUp.Message}\nWhat was done is noted; the same command continues.");
            if (request.Json) await PrintJson(new { error = gaveUp.Message });
            return GaveUp;
        }
    }

    private async Task<int> Send(ImportRequest request, string? map, ImportPlan plan, CancellationToken cancellation)
    {
        var target = await Target(request, cancellation);
        var progress = ImportProgress.Open(target.Home, request.File.FullName, request.ReadAs(map), target.Ingest, request.Workspace, request.Restart);
        if (progress.Totals.Rows > 0) await errors.WriteLineAsync(Invariant($"Continuing behind row {progress.Totals.Rows:N0} (--restart begins anew)."));
        var isTerminal = !Console.IsErrorRedirected;
        var rows = isTerminal ? plan.CountRows() : 0;
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        using var line = new ProgressLine(errors, isTerminal, time);
        var totals = await new ImportRun(plan, new EventSender(http, target, time) { Door = request.Door() }, progress, time, request.Rate)
            .RunAsync(so => line.Show(so.Rows, rows, "rows"), cancellation);
        line.Dispose();
        await Report(totals, progress, request.Json);
        return totals.Refused > 0 ? SomeRowsRefused : Fine;
    }

    private async Task Report(ImportTotals totals, ImportProgress progress, bool json)
    {
        await output.WriteLineAsync(Invariant($"{totals.Rows:N0} rows gave {totals.Events:N0} events: {totals.Accepted:N0} accepted, {totals.Duplicates:N0} duplicates; {totals.Ignored:N0} ignored, {totals.Refused:N0} rows refused."));
        foreach (var (reason, n) in totals.IgnoredReasons) await output.WriteLineAsync(Invariant($"  ignored as \"{reason}\": {n:N0}"));
        foreach (var each in totals.Errors) await errors.WriteLineAsync(Invariant($"line {each.Line}: {string.Join("; ", each.Errors)}"));
        if (totals.Refused > 0) await errors.WriteLineAsync($"All refused rows are in {progress.RefusedPath}");
        if (!json) return;
        var last = JsonSerializer.SerializeToNode(totals, Readable)!.AsObject();
        last["refused_file"] = totals.Refused > 0 ? progress.RefusedPath : null;
        await PrintJson(last);
    }

    private int DryRun(ImportPlan plan, bool json)
    {
        var types = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var (totals, batch) = (new ImportTotals(), new Batch());
        foreach (var (row, mapped) in plan.Rows())
        {
            foreach (var each in mapped.Events)
            {
                var read = JsonNode.Parse(each)!.AsObject();
                if (totals.Events + batch.Events.Count < 5) output.WriteLine(read.ToJsonString(Readable));
                var type = read["type"]?.ToString() ?? "(no type)";
                types[type] = types.GetValueOrDefault(type) + 1;
            }

            batch.Add(row, mapped);
            totals.Add(batch, SendAnswer.None);
            batch = new Batch();
        }

        foreach (var (type, n) in types) output.WriteLine(Invariant($"{n,9:N0}  {type}"));
        foreach (var (reason, n) in totals.IgnoredReasons) output.WriteLine(Invariant($"{n,9:N0}  ignored as \"{reason}\""));
        foreach (var each in totals.Errors) errors.WriteLine(Invariant($"line {each.Line}: {string.Join("; ", each.Errors)}"));
        if (json) output.WriteLine(JsonSerializer.Serialize(new { dry_run = true, totals.Rows, totals.Events, totals.Ignored, totals.Refused, types, errors = totals.Errors }, Readable));
        return totals.Refused > 0 ? SomeRowsRefused : Fine;
    }

    /// <summary>What a record becomes ingestion knows, so it is asked, about the first of them.</summary>
    private async Task<int> TryExport(ImportRequest request, ImportPlan plan, CancellationToken cancellation)
    {
        const int Tried = 50;
        var first = plan.Rows().Take(Tried).ToList();
        foreach (var (row, _) in first.Where(each => each.Row.Problem is not null)) await errors.WriteLineAsync(Invariant($"line {row.Line}: {row.Problem}"));
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var sender = new EventSender(http, await Target(request, cancellation), time) { Door = request.Door().ToTry() };
        var outcome = JsonNode.Parse(await sender.TryAsync([.. first.SelectMany(each => each.Mapped.Events)], cancellation))!;
        var events = outcome["events"]!.AsArray();
        foreach (var each in events.Take(5)) await output.WriteLineAsync(each!.ToJsonString(Readable));
        var types = new SortedDictionary<string, int>(events.CountBy(each => each!["type"]!.ToString()).ToDictionary(), StringComparer.Ordinal);
        foreach (var (type, n) in types) await output.WriteLineAsync(Invariant($"{n,9:N0}  {type}"));
        await output.WriteLineAsync(Invariant($"of the first {first.Count:N0} of {plan.CountRows():N0} records{(outcome["reason"] is { } reason ? $"; {reason}" : "")}"));
        if (request.Json) await PrintJson(new { dry_run = true, rows = first.Count, events = events.Count, types, reason = outcome["reason"]?.ToString() });
        return Fine;
    }

    private async Task<IngestTarget> Target(ImportRequest request, CancellationToken cancellation)
    {
        var target = request is { Url: not null, Key: not null } ? new IngestTarget(request.Url, request.Key, Home()) : await find(request.Workspace, cancellation);
        return target with { Ingest = request.Url ?? target.Ingest, Key = request.Key ?? target.Key };
    }

    private static string Home() => Running.Home.Current.Folder;

    private async Task PrintJson(object value) => await output.WriteLineAsync(JsonSerializer.Serialize(value, Readable));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
