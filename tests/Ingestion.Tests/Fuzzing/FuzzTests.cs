using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Trying;
using KpiPlatform.Platform.Keys;
using Microsoft.AspNetCore.Http;

namespace KpiPlatform.Ingestion.Tests.Fuzzing;

/// <summary>
/// Mutated payloads of every source: none crashes it, takes long or keeps memory, and every event it makes of one would be taken at the front door.
/// 2,000 a source; KPI_FUZZ_MUTATIONS=200000 for so many over all sources. A failure names the number of the mutation, which is its seed.
/// </summary>
[Collection(nameof(Alone))]
public sealed class FuzzTests
{
    private const int OverHttp = 20;
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static TheoryData<string> Sources => [.. SourceCatalogue.All.Select(source => source.Name)];

    private static int PerSource => int.TryParse(Environment.GetEnvironmentVariable("KPI_FUZZ_MUTATIONS"), CultureInfo.InvariantCulture, out var all) ? 1 + (all / SourceCatalogue.All.Count) : 2000;

    [Theory]
    [MemberData(nameof(Sources))]
    public void No_payload_breaks_a_source_and_every_event_it_makes_is_valid(string source)
    {
        var (failures, words) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        var (slowest, before) = (TimeSpan.Zero, 0L);
        for (var i = 0; i < PerSource; i++)
        {
            if (i == PerSource / 4) before = GC.GetTotalMemory(forceFullCollection: true);
            var payload = Mutation(source, i);
            var started = Stopwatch.GetTimestamp();
            var (word, problem) = Try(payload);
            var took = Stopwatch.GetElapsedTime(started);
            if (took > slowest && i > 10) slowest = took;
            if (took > Limit) failures.TryAdd("takes too long", $"mutation {i}, {took}, {payload.Body.Length} bytes: {Encoding.UTF8.GetString(payload.Body.AsSpan(0, Math.Min(payload.Body.Length, 1500)))}");
            words[word] = words.GetValueOrDefault(word) + 1;
            if (problem is not null) failures.TryAdd(problem, $"mutation {i}: {Encoding.UTF8.GetString(payload.Body.AsSpan(0, Math.Min(payload.Body.Length, 1500)))}");
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{source}: {PerSource} payloads, {string.Join(", ", words.OrderBy(word => word.Key, StringComparer.Ordinal).Select(word => $"{word.Value} {word.Key}"))}; slowest {slowest.TotalMilliseconds:0.0} ms; memory {grown / 1024:+0;-0} KB"));
        Assert.True(failures.Count == 0, string.Join("\n\n", failures.Take(10).Select(failure => $"{failure.Key}\n  {failure.Value}")));
        Assert.True(grown < 20 * 1024 * 1024, $"memory grew by {grown} bytes");
    }

    [Fact]
    public async Task No_delivery_is_answered_with_a_failure_of_ours()
    {
        await using var host = new IngestionHost(new Uri("amqp://guest:guest@127.0.0.1:1/none"), ("KPI_INGEST_RATE_LIMIT", "0"), ("KPI_LOG_LEVEL", "Error"));
        var (answers, slowest) = (new Dictionary<HttpStatusCode, int>(), TimeSpan.Zero);
        foreach (var source in SourceCatalogue.All)
        {
            for (var i = 0; i < PerSource / OverHttp; i++)
            {
                var payload = Mutation(source.Name, i);
                var started = Stopwatch.GetTimestamp();
                using var answer = await host.DeliverAsync(source, payload.Body, payload.Headers.Where(header => header.Value.All(letter => letter is >= ' ' and < '\x7f')));
                slowest = i > 0 && Stopwatch.GetElapsedTime(started) is var took && took > slowest ? took : slowest;
                answers[answer.StatusCode] = answers.GetValueOrDefault(answer.StatusCode) + 1;
                Assert.True((int)answer.StatusCode < 500, $"{source.Name}, mutation {i}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{string.Join(", ", answers.OrderBy(answer => answer.Key).Select(answer => $"{answer.Value} × {(int)answer.Key}"))}; slowest {slowest.TotalMilliseconds:0} ms");
        Assert.True(slowest < Limit, $"a delivery took {slowest}");
        Assert.True(answers.GetValueOrDefault(HttpStatusCode.Accepted) > answers.Values.Sum() / 20, "hardly anything was accepted: are the deliveries signed?");
    }

    private static Payload Mutation(string source, int number)
    {
        var random = new Random((number * 7919) + source.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter)));
        var seeds = Seeds.Of(source);
        return Mutator.Mutate(seeds[random.Next(seeds.Count)], random);
    }

    /// <summary>What it becomes, and what is wrong with that.</summary>
    private static (string Word, string? Problem) Try(Payload payload)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in payload.Headers) headers.Append(name, value);
        try
        {
            var outcome = TryPayload.Run(SourceCatalogue.Find(payload.Source)!, payload.Body, headers, Now, payload.Options);
            using var written = JsonDocument.Parse(outcome.ToJson());
            var context = new EventContext(new Workspace("try", new byte[32]), Now, TraceParent: null);
            var wrong = written.RootElement.GetProperty("events").EnumerateArray().Select(e => EventParser.Parse(e, context, index: null)).OfType<Reading.Refused>().FirstOrDefault();
            return (outcome.Word, wrong is null ? null : $"an event that the front door refuses: {string.Join("; ", wrong.Findings.Select(finding => $"{finding.Pointer} {finding.Detail}"))}");
        }
        catch (Exception e)
        {
            return ("thrown", $"{e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Ingestion.Sources", StringComparison.Ordinal) || line.Contains("Ingestion.Webhooks", StringComparison.Ordinal))?.Trim()}");
        }
    }
}

/// <summary>Nothing else runs meanwhile: memory and time are measured.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
