using System.Text.Json.Nodes;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Tests.Sources;
using KpiPlatform.Testing;

namespace KpiPlatform.Ingestion.Tests.Reconciling;

/// <summary>The service with a help desk whose webhooks come only in part: what they missed is found through its API.</summary>
public sealed partial class ReconciliationTests : IDisposable
{
    private const string Secret = "a-secret-of-the-help-desk";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string folder = Directory.CreateTempSubdirectory("kpi-reconciling-").FullName;

    public static TheoryData<string> Vendors => ["chatwoot", "zendesk", "zammad"];

    private string CursorFile => Path.Combine(folder, "home", "reconciliation", "c_1.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task What_webhooks_missed_is_found_whatever_the_api_does(string vendor)
    {
        await using var desk = await DeskAsync(vendor, tickets: 60);
        await using var host = await HostAsync(desk, everyMinutes: null);
        foreach (var hook in desk.Tickets.Where(ticket => ticket.Id % 2 == 0).SelectMany(desk.Hooks)) await DeliverAsync(host, desk, hook);
        var told = Ids(await host.DrainAsync());
        var facts = Expected(desk);
        Assert.ProperSuperset(told, facts);
        desk.Whim = n =>
        {
            // While the pages are read, a ticket of those to come gets a message; it is dated a little before that, as if the search lagged.
            if (n == 6) lock (desk.Gate) desk.Tickets[40].Write(Now().AddMinutes(-6), isAgent: true);
            return n switch { 3 => 429, 8 => 503, 12 => 500, 15 => 400, _ => null };
        };

        WriteSources(desk, everyMinutes: 0.02m);

        var fetched = new List<CanonicalEvent>();
        await Eventually.HoldsAsync(
            async () =>
            {
                fetched.AddRange((await host.DrainAsync()).SelectMany(batch => batch.Events));
                Assert.Superset(Expected(desk).Except(told).ToHashSet(), Ids(fetched));
            },
            Patience);
        // Nothing has come under another id than its webhook's; the ticket that changed was seen before and after.
        facts.UnionWith(Expected(desk));
        Assert.Subset(facts, Ids(fetched));
        Assert.All(fetched, e => Assert.Equal(Origin.Reconciliation, e.Origin));
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task The_next_start_goes_on_where_the_last_pull_ended(string vendor)
    {
        await using var desk = await DeskAsync(vendor, tickets: 30);
        await using (var host = await HostAsync(desk, everyMinutes: 0.02m))
        {
            await Eventually.HoldsAsync(() => Task.Run(() => Assert.True(File.Exists(CursorFile))), Patience);
            Assert.Superset(Expected(desk), Ids(await host.DrainAsync()));
        }

        var cursor = DateTimeOffset.Parse(JsonNode.Parse(await File.ReadAllTextAsync(CursorFile))!["through"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(Now() - cursor, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(7));
        lock (desk.Gate) desk.Tickets[7].Write(cursor.AddSeconds(-30), isAgent: true);
        desk.Asked.Clear();

        await using var again = await HostAsync(desk, everyMinutes: 0.02m);
        var found = Becomes.Record(desk.Source, desk.Record(desk.Tickets[7]).ToJsonString()).Events.Select(e => e.Id).ToHashSet();
        await Eventually.HoldsAsync(async () => Assert.Superset(found, Ids(await again.DrainAsync())), Patience);
        // Of the others nobody asks any more.
        var histories = desk.Asked.Where(path => path.Contains("/messages", StringComparison.Ordinal) || path.Contains("/audits", StringComparison.Ordinal) || path.Contains("/by_ticket", StringComparison.Ordinal));
        Assert.All(histories, path => Assert.Contains("/8", path, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task What_is_young_is_left_to_its_webhook(string vendor)
    {
        await using var desk = await DeskAsync(vendor, tickets: 1);
        desk.Tickets[0].Write(Now().AddMinutes(-1), isAgent: true);
        await using var host = await HostAsync(desk, everyMinutes: 0.02m);

        await Eventually.HoldsAsync(() => Task.Run(() => Assert.True(File.Exists(CursorFile))), Patience);
        var events = (await host.DrainAsync()).SelectMany(batch => batch.Events).ToList();

        Assert.NotEmpty(events);
        Assert.All(events, e => Assert.True(e.Time < Now().AddMinutes(-5)));
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task A_token_that_is_not_accepted_moves_no_cursor(string vendor)
    {
        await using var desk = await DeskAsync(vendor, tickets: 1);
        await using var host = await HostAsync(desk, everyMinutes: 0.02m, token: "wrong");

        await Eventually.HoldsAsync(() => Task.Run(() => Assert.True(desk.Asked.Count >= 2)), Patience);

        Assert.False(File.Exists(CursorFile));
        Assert.Empty(await host.DrainAsync());
    }
}
