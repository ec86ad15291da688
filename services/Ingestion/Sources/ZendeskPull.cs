using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using KpiPlatform.Ingestion.Reconciling;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>
/// Zendesk's API: the incremental export of tickets, whose cursor is safe against changes meanwhile, and each ticket's audits. Addresses in answers are not
/// followed, only their cursors.
/// </summary>
internal sealed class ZendeskPull : VendorApi
{
    private const string Export = "/api/v2/incremental/tickets/cursor.json";

    public override void Authorize(HttpRequestMessage request, PullSettings settings)
    {
        var user = settings.User ?? throw new SetupException("The option pull: user must be the agent whose token it is, e.g. agent@example.com/token.");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{settings.Token}")));
    }

    public override async IAsyncEnumerable<Pulled> ChangedAsync(VendorClient client, PullSettings settings, DateTimeOffset since, [EnumeratorCancellation] CancellationToken ct)
    {
        var from = string.Create(CultureInfo.InvariantCulture, $"start_time={since.ToUnixTimeSeconds()}");
        while (true)
        {
            var page = await client.GetAsync($"{Export}?{from}&include=users&per_page=100", ct);
            if (page?["tickets"] is not JsonArray tickets) throw new PullException($"{Export} answered without tickets");
            foreach (var ticket in tickets.OfType<JsonObject>())
            {
                if (await WithHistoryAsync(client, ticket, page["users"] as JsonArray, ct) is { } record) yield return new Pulled(record, Fields.Time(ticket, "generated_timestamp"));
            }

            if (Fields.IsTrue(page, "end_of_stream") || Fields.Id(page, "after_cursor") is not { } cursor) yield break;
            from = "cursor=" + Uri.EscapeDataString(cursor);
        }
    }

    /// <summary>Null for a ticket that was deleted meanwhile: the export will say so.</summary>
    private static async Task<JsonObject?> WithHistoryAsync(VendorClient client, JsonObject ticket, JsonArray? users, CancellationToken ct)
    {
        var record = (JsonObject)ticket.DeepClone();
        if (Fields.Id(ticket, "status") == "deleted") return record;
        var path = $"/api/v2/tickets/{Uri.EscapeDataString(Fields.Id(ticket, "id") ?? throw new PullException($"{Export} answered with a ticket without an id"))}/audits.json";
        var (audits, known, after) = (new JsonArray(), new JsonArray(), "");
        AddAll(known, users);
        while (true)
        {
            var page = await client.GetAsync($"{path}?include=users&page%5Bsize%5D=100{after}", ct);
            if (page is null) return null;
            if (page["audits"] is not JsonArray some) throw new PullException($"{path} answered without audits");
            AddAll(audits, some);
            AddAll(known, page["users"] as JsonArray);
            if (!Fields.IsTrue(page["meta"], "has_more") || Fields.Id(page["meta"], "after_cursor") is not { } cursor) break;
            after = "&page%5Bafter%5D=" + Uri.EscapeDataString(cursor);
        }

        record["audits"] = audits;
        record["users"] = known;
        return record;
    }

    private static void AddAll(JsonArray to, JsonArray? from)
    {
        foreach (var each in from ?? []) to.Add(each?.DeepClone());
    }
}
