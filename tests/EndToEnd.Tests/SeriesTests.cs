using System.Text.Json;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Time;
using KpiPlatform.Testing;
using NodaTime;
using Interval = KpiPlatform.Kpis.Time.Interval;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>Every KPI's series over HTTP equals the same KPI computed from the events one by one: no bus, no cells, no covers, no SQL.</summary>
public sealed class SeriesTests(RunningStack running) : IClassFixture<RunningStack>
{
    private static readonly string[] Zones = ["UTC", "Europe/Helsinki", "America/St_Johns", "Asia/Kathmandu"];
    private static readonly string[] Filters = ["", "&channel=email", "&agent=ann,bob", "&category!=billing", "&channel=chat,social&agent!=null", "&team=null"];
    private static readonly Dictionary<string, Dimension> Dimensions = Kpis.Facts.Dimensions.All.ToDictionary(Kpis.Facts.Dimensions.NameOf);

    private static Statistic P90 => Statistic.TryParse("p90", out var p90) ? p90 : throw new InvalidOperationException("p90 is no statistic.");

    [Fact]
    public async Task Every_series_is_what_counting_the_log_event_by_event_gives()
    {
        using var workspace = await Workspace.NewAsync(running.Stack, "series");
        await workspace.PutAsync("/v1/calendars/office", RandomLog.Calendar);
        await workspace.PutAsync("/v1/targets/answers", RandomLog.Target);
        var log = new RandomLog(seed: 20261122);
        await workspace.TakenAsync(log.AsNdjson(), "application/x-ndjson");
        var facts = log.Facts(DateTimeOffset.UtcNow);
        await Eventually.HoldsAsync(async () => Assert.Equal(
            facts.Sum(f => f.Bookings.Count(b => b.Measure == Catalogue.Default.Find("tickets_opened")!.Reading.Measures[0].Code)),
            (await workspace.NumberAsync("tickets_opened", "from=2026-01-01&to=2026-12-31")).GetProperty("n").GetInt64()), TimeSpan.FromSeconds(30));

        var told = 0;
        for (var seed = 0; seed < 120; seed++)
        {
            var random = new Random(seed);
            var kpi = Askable[seed % Askable.Count].As(Profile.All[random.Next(Profile.All.Count)].Id, businessTime: random.Next(2) == 0);
            var (query, buckets) = Window(random);
            var filter = kpi.Dimensions is null ? Filters[random.Next(Filters.Length)] : "";
            var asked = $"/v1/timeseries?kpi={kpi.Id}&stat=p90&profile={kpi.Profile.Id}{(kpi.Basis == Basis.Business ? "&business_hours=true" : "")}{query}{filter}";
            var series = (await workspace.AskAsync(asked)).GetProperty("data").GetProperty("series")[0];
            var expected = ByHand(kpi, buckets, facts.Where(f => Passes(f, filter)).ToList());
            Same(expected, series, $"seed {seed}: {asked}");
            told += expected.Count(n => n.Value is not (null or 0));
        }

        Assert.True(told > 1000, $"only {told} buckets had anything in them");
    }

    /// <summary>All but those that small groups or lasting facts make another matter: those have tests of their own.</summary>
    private static List<Kpi> Askable { get; } = [.. Catalogue.Default.Kpis.Where(k => k.Reading is not LastingReading && k.Reading.FewestShown == 0)];

    private static (string Query, Buckets Buckets) Window(Random random)
    {
        var zone = Moments.Zone(Zones[random.Next(Zones.Length)])!;
        var from = Instant.FromUtc(2026, 8, 28, 0, 0) + NodaTime.Duration.FromMinutes(random.Next(0, 20 * 1440));
        var to = from + NodaTime.Duration.FromMinutes(random.Next(200, 12 * 1440));
        var interval = random.Next(2) == 0 ? Interval.Hour : Interval.Day;
        return ($"&from={DateTimeZone.Utc.Format(from)}&to={DateTimeZone.Utc.Format(to)}&timezone={zone.Id}&interval={interval.NameOf()}", Buckets.Of(new Window(from, to, zone), interval, 2000)!);
    }

    private static bool Passes(Fact fact, string filter) => filter.Split('&', StringSplitOptions.RemoveEmptyEntries).All(one =>
    {
        var parts = one.Split('=');
        var except = parts[0].EndsWith('!');
        return parts[1].Split(',').Contains(fact.Dimensions[Dimensions[parts[0].TrimEnd('!')]] ?? "null") != except;
    });

    private static Number[] ByHand(Kpi kpi, Buckets buckets, List<Fact> facts) => [.. Enumerable.Range(0, buckets.Count).Select(i =>
    {
        var (from, to) = (buckets.Starts[i].ToDateTimeOffset(), buckets.EndOf(i).ToDateTimeOffset());
        var tallies = new Tallies();
        foreach (var fact in facts.Where(f => f.Lasting is null && f.At < to && (kpi.Reading.IsStock || f.At >= from) && f.At <= DateTimeOffset.UtcNow))
        {
            foreach (var (measure, value) in fact.Bookings) tallies.Add(measure, 1, value, Catalogue.Default.Measure(measure).BinOf(value));
        }

        return kpi.Reading is ShareOfAll share ? share.Read(tallies, tallies) : kpi.Reading.Read(tallies, P90);
    })];

    private static void Same(Number[] expected, JsonElement series, string asked)
    {
        var (values, ns) = (series.GetProperty("values"), series.GetProperty("n"));
        Assert.True(values.GetArrayLength() == expected.Length, $"{values.GetArrayLength()} buckets, not {expected.Length}; {asked}");
        for (var i = 0; i < expected.Length; i++)
        {
            double? value = values[i].ValueKind == JsonValueKind.Null ? null : values[i].GetDouble();
            var same = value is null ? expected[i].Value is null : expected[i].Value is { } right && Math.Abs(value.Value - right) <= 1e-9 * Math.Max(1, Math.Abs(right));
            Assert.True(same && ns[i].GetInt64() == expected[i].N, $"bucket {i}: {value} of {ns[i]}, not {expected[i].Value} of {expected[i].N}; {asked}");
        }
    }
}
