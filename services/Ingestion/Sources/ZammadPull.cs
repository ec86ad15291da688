using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using KpiPlatform.Ingestion.Reconciling;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>
/// Zammad's API: tickets by a search for their last change, the last first, and each one's articles. The next page is what changed no later than the last ticket
/// seen rather than a number: a ticket that changes meanwhile leaves the window instead of moving the others.
/// </summary>
internal sealed class ZammadPull : VendorApi
{
    private const string Search = "/api/v1/tickets/search";

    public override void Authorize(HttpRequestMessage request, PullSettings settings) =>
        request.Headers.Authorization = new AuthenticationHeaderValue("Token", "token=" + settings.Token);

    public override async IAsyncEnumerable<Pulled> ChangedAsync(VendorClient client, PullSettings settings, DateTimeOffset since, [EnumeratorCancellation] CancellationToken ct)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (until, page) = ((DateTimeOffset?)null, 1);
        while (true)
        {
            var query = Uri.EscapeDataString($"updated_at:[{Write(since)} TO {(until is { } upper ? Write(upper.AddTicks(TimeSpan.TicksPerMillisecond - 1)) : "*")}]");
            var answer = await client.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{Search}?query={query}&sort_by=updated_at&order_by=desc&expand=true&per_page=50&page={page}"), ct);
            if (answer is not JsonArray found) throw new PullException($"{Search} answered without a list of tickets");
            if (found.Count == 0) yield break;
            foreach (var ticket in found.OfType<JsonObject>())
            {
                var id = Fields.Id(ticket, "id") ?? throw new PullException($"{Search} answered with a ticket without an id");
                if (!seen.Add(id)) continue;
                var record = (JsonObject)ticket.DeepClone();
                record["articles"] = (await client.GetAsync($"/api/v1/ticket_articles/by_ticket/{Uri.EscapeDataString(id)}?expand=true", ct))?.DeepClone();
                yield return new Pulled(record);
            }

            var last = Fields.Time(found[^1], "updated_at") ?? throw new PullException($"{Search} answered with a ticket without updated_at");
            // A page full of tickets of the same instant is followed by the next page of that instant.
            (until, page) = last == until ? (until, page + 1) : (last, 1);
        }
    }

    private static string Write(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
