using System.Text.Json;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Time;
using KpiPlatform.Query.Answers;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Reading;
using KpiPlatform.Query.Tests.Asking;
using NodaTime;

namespace KpiPlatform.Query.Tests.Reading;

public sealed class EqualityTests(QueryService service) : IClassFixture<QueryService>, IAsyncLifetime
{
    private static readonly string[] Zones = ["UTC", "Europe/Helsinki", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"];
    private static readonly string[] Filters = ["channel=email", "channel=email,voice", "category!=billing", "agent=null", "agent!=null,ann", "source=/desk/b", "category=nothing"];
    private static readonly string[] GroupBys = ["agent", "category", "channel", "area", "source", "channel_detail", "team", "priority"];
    private readonly List<Fact> facts = RandomFacts.Make(new Random(4711), 3000);
    private Database database = null!;

    public async ValueTask InitializeAsync()
    {
        database = new(service.ConnectionString, TimeSpan.FromSeconds(30));
        await service.OnceAsync(async () =>
        {
            await service.Writer.WriteAsync("acme", facts);
            await service.Writer.WriteAsync("globex", RandomFacts.Make(new Random(1), 200));
        });
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Cells_and_facts_give_what_counting_one_by_one_gives()
    {
        var sources = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < 250; seed++)
        {
            var random = new Random(seed);
            var series = random.Next(2) == 0;
            var query = Ask(random, series);
            var question = QuestionParserTests.Question(query, series ? Grammar.Timeseries : Grammar.Breakdown);
            await using var snapshot = await Snapshot.TakeAsync(database, "acme", CancellationToken.None);
            var read = await new Reader(Catalogue.Default, new TargetReader()).ReadAsync(question, snapshot, CancellationToken.None);
            sources[read.From] = sources.GetValueOrDefault(read.From) + 1;
            Assert.Equal($"{Shown(question, BruteForce.Read(question, facts))} seed {seed}, {read.From}: {query}", $"{Shown(question, read)} seed {seed}, {read.From}: {query}");
        }

        Assert.Equal(["cells", "cells+facts", "facts"], sources.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_groups_of_a_breakdown_add_up_to_the_total_also_beyond_a_limit()
    {
        const string Window = "kpi=tickets_opened,backlog,response_time&from=2026-10-20T10:07:00Z&to=2026-11-02";
        var total = (await service.JsonAsync($"/v1/summary?{Window}")).GetProperty("data").EnumerateArray().Select(d => d.GetProperty("n").GetInt64()).ToArray();
        foreach (var limit in (int[])[1000, 2])
        {
            var rows = (await service.JsonAsync($"/v1/breakdown?{Window}&group_by=category&limit={limit}")).GetProperty("data").EnumerateArray().ToList();
            Assert.Equal(limit == 2 ? 3 : 4, rows.Count);
            Assert.Equal(total, new[] { "tickets_opened", "backlog", "response_time" }.Select(k => rows.Sum(r => r.GetProperty("kpis").GetProperty(k).GetProperty("n").GetInt64())));
        }
    }

    [Fact]
    public async Task Groups_of_any_mix_of_dimensions_add_up_to_the_total()
    {
        const string Window = "kpi=tickets_opened,backlog,response_time&from=2026-10-20T10:07:00Z&to=2026-11-02&channel!=voice";
        var total = (await service.JsonAsync($"/v1/summary?{Window}")).GetProperty("data").EnumerateArray().Select(d => d.GetProperty("n").GetInt64()).ToArray();
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var mix = GroupBys.OrderBy(_ => random.Next()).Take(seed < 9 ? 3 : seed - 4).ToList();
            var rows = (await service.JsonAsync($"/v1/breakdown?{Window}&limit={(seed % 2 == 0 ? 1000 : 5)}&group_by={string.Join(',', mix)}")).GetProperty("data").EnumerateArray().ToList();
            Assert.All(rows, r => Assert.Equal(mix, r.GetProperty("group").EnumerateObject().Select(g => g.Name)));
            Assert.Equal(rows.Count, rows.Select(r => r.GetProperty("group").GetRawText()).Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(total, new[] { "tickets_opened", "backlog", "response_time" }.Select(k => rows.Sum(r => r.GetProperty("kpis").GetProperty(k).GetProperty("n").GetInt64())));
        }
    }

    private static string Ask(Random random, bool series)
    {
        var zone = Zones[random.Next(Zones.Length)];
        var from = Instant.FromUtc(2026, 10, 14, 0, 0) + Duration.FromMinutes(random.Next(0, 31 * 1440));
        if (random.Next(3) == 0) from += Duration.FromMilliseconds(random.Next(0, 60_000));
        var to = from + Duration.FromMinutes(random.Next(3) == 0 ? random.Next(1, 100) : random.Next(1, 20_000));
        var text = random.Next(3) == 0
            ? $"from={from.InUtc().Date:uuuu-MM-dd}&to={to.InUtc().Date.PlusDays(1):uuuu-MM-dd}"
            : $"from={DateTimeZone.Utc.Format(from)}&to={DateTimeZone.Utc.Format(to)}";
        text += $"&timezone={zone}";
        var cohort = random.Next(5) == 0;
        if (cohort) text += "&cohort=opened";
        if (random.Next(4) == 0) text += "&business_hours=true";
        if (random.Next(4) == 0) text += "&profile=" + Profile.All[random.Next(Profile.All.Count)].Id;
        if (random.Next(2) == 0) text += "&stat=p90";
        var filter = random.Next(2) == 0 ? Filters[random.Next(Filters.Length)] : null;
        if (filter is not null) text += "&" + filter;
        string[] group = [.. Enumerable.Range(0, random.Next(3) == 0 ? random.Next(1, 9) : 1).Select(_ => GroupBys[random.Next(GroupBys.Length)]).Distinct(StringComparer.Ordinal)];
        var grouped = !series || random.Next(2) == 0;
        var dimensions = (grouped ? group : []).Concat(filter is null ? [] : [filter.Split('=', '!')[0]]).Select(d => Grammar.Dimensions[d]).ToList();
        var able = Catalogue.Default.Kpis.Where(k => (!cohort || k.HasCohort) && dimensions.TrueForAll(d => k.Dimensions?.Contains(d) ?? true)).ToList();
        text += "&kpi=" + string.Join(',', able.Where(_ => random.Next(3) == 0).Append(able[random.Next(able.Count)]).Select(k => k.Id).Distinct());
        if (grouped) text += "&group_by=" + string.Join(',', group) + (random.Next(3) == 0 ? "&limit=2" : "");
        if (random.Next(3) == 0) text += "&compare=" + new[] { "previous_period", "previous_period&align=date", "previous_year", "2026-10-20/2026-10-23" }[random.Next(4)];
        return series ? text + "&interval=" + new[] { "hour", "day", "week", "month" }[random.Next(4)] : text;
    }

    private static string Shown(Question question, Read read)
    {
        var results = new Results(question, read);
        var (groups, total, ranks) = results.Groups();
        return JsonSerializer.Serialize(new
        {
            total,
            rows = groups.Select(g => new
            {
                group = results.Named(g),
                rank = ranks?.GetValueOrDefault(g),
                numbers = question.Kpis.Select(k => question.IsSeries ? (object)Series.Of(results, k, g, question.Compare is not null) : results.Answer(k, g)),
            }),
        });
    }
}
