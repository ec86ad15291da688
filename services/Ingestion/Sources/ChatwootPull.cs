using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using KpiPlatform.Ingestion.Reconciling;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>Chatwoot's API: conversations in pages of 25, the last active first, and each one's messages in pages of 20, the last first.</summary>
internal sealed class ChatwootPull : VendorApi
{
    public override void Authorize(HttpRequestMessage request, PullSettings settings) => request.Headers.Add("api_access_token", settings.Token);

    /// <summary>A conversation that changes meanwhile moves to the top and pushes others down: they come twice, and none is passed over but itself, which the next pull meets.</summary>
    public override async IAsyncEnumerable<Pulled> ChangedAsync(VendorClient client, PullSettings settings, DateTimeOffset since, [EnumeratorCancellation] CancellationToken ct)
    {
        var conversations = $"/api/v1/accounts/{Uri.EscapeDataString(settings.Account ?? throw new SetupException("The option pull: account must be the account's number."))}/conversations";
        for (var page = 1; ; page++)
        {
            var answer = await client.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{conversations}?status=all&assignee_type=all&sort_by=last_activity_at_desc&page={page}"), ct);
            if (answer?["data"]?["payload"] is not JsonArray payload) throw new PullException($"{conversations} answered without data.payload");
            var changed = payload.OfType<JsonObject>().Where(each => (Fields.Time(each, "last_activity_at") ?? Fields.Time(each, "timestamp")) is not { } at || at >= since).ToList();
            foreach (var conversation in changed)
            {
                var id = Fields.Id(conversation, "id") ?? throw new PullException($"{conversations} answered with a conversation without an id");
                conversation["messages"] = await MessagesAsync(client, $"{conversations}/{id}/messages", since, ct);
                yield return new Pulled((JsonObject)conversation.DeepClone());
            }

            if (payload.Count == 0 || changed.Count < payload.Count) yield break;
        }
    }

    /// <summary>All since then and, in the oldest page, some from before.</summary>
    private static async Task<JsonArray> MessagesAsync(VendorClient client, string path, DateTimeOffset since, CancellationToken ct)
    {
        var messages = new List<JsonNode>();
        while (true)
        {
            var before = messages.Count == 0 ? "" : "?before=" + Fields.Id(messages[0], "id");
            if ((await client.GetAsync(path + before, ct))?["payload"] is not JsonArray payload || payload.Count == 0) break;
            var older = payload.OfType<JsonObject>().Select(message => message.DeepClone()).ToList();
            messages.InsertRange(0, older);
            if (older.Count == 0 || Fields.Time(older[0], "created_at") < since) break;
        }

        return new JsonArray([.. messages]);
    }
}
