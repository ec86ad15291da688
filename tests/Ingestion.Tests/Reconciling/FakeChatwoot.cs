using System.Text.Json.Nodes;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KpiPlatform.Ingestion.Tests.Reconciling;

/// <summary>Conversations in pages of 25, the last active first; messages in pages of 20, the last ones, told in their order.</summary>
internal sealed class FakeChatwoot : FakeHelpDesk
{
    public override JsonObject Options => new() { ["account"] = 3 };

    public override Source Source { get; } = new Chatwoot();

    protected override bool IsLetIn(HttpRequest request) => request.Headers["api_access_token"] == Token;

    protected override void Map(WebApplication app)
    {
        app.MapGet("/api/v1/accounts/3/conversations", (HttpRequest request) =>
        {
            if (request.Query["status"] != "all") return TypedResults.BadRequest();
            lock (Gate)
            {
                var page = Tickets.OrderByDescending(ticket => ticket.UpdatedAt).Skip(25 * (Number(request, "page", 1) - 1)).Take(25);
                return Answer(new JsonObject { ["data"] = new JsonObject { ["payload"] = Array(page.Select(ticket => Conversation(ticket, inApi: true))) } });
            }
        });
        app.MapGet("/api/v1/accounts/3/conversations/{id:int}/messages", (HttpRequest request, int id) =>
        {
            lock (Gate)
            {
                var before = Number(request, "before", int.MaxValue);
                var some = Tickets.First(ticket => ticket.Id == id).Messages.Where(message => message.Id < before).TakeLast(20);
                return Answer(new JsonObject { ["payload"] = Array(some.Select(message => Message(message, inApi: true))) });
            }
        });
    }

    public override IEnumerable<JsonObject> Hooks(FakeTicket ticket)
    {
        var created = Conversation(ticket, inApi: false);
        (created["event"], created["status"]) = ("conversation_created", "open");
        yield return created;
        foreach (var message in ticket.Messages)
        {
            var told = Message(message, inApi: false);
            (told["event"], told["account"], told["conversation"]) = ("message_created", new JsonObject { ["id"] = 3 }, Conversation(ticket, inApi: false));
            yield return told;
        }

        var changed = Conversation(ticket, inApi: false);
        changed["event"] = "conversation_status_changed";
        yield return changed;
    }

    public override JsonObject Record(FakeTicket ticket)
    {
        var record = Conversation(ticket, inApi: true);
        record["messages"] = Array(ticket.Messages.Select(message => Message(message, inApi: true)));
        return record;
    }

    private static JsonObject Conversation(FakeTicket ticket, bool inApi)
    {
        var json = new JsonObject
        {
            ["id"] = ticket.Id,
            ["status"] = ticket.IsSolved ? "resolved" : "open",
            ["created_at"] = ticket.CreatedAt.ToUnixTimeSeconds(),
            ["last_activity_at"] = ticket.UpdatedAt.ToUnixTimeSeconds(),
            ["updated_at"] = ticket.UpdatedAt.ToUnixTimeSeconds() + 0.5,
            ["labels"] = new JsonArray(),
            ["meta"] = new JsonObject { ["sender"] = new JsonObject { ["id"] = 500 + ticket.Id, ["blocked"] = false }, ["assignee"] = new JsonObject { ["id"] = 71 } },
        };
        if (inApi) (json["account_id"], json["meta"]!["channel"], json["messages"]) = (3, "Channel::Email", new JsonArray());
        else (json["account"], json["channel"]) = (new JsonObject { ["id"] = 3 }, "Channel::Email");
        return json;
    }

    private static JsonObject Message(FakeMessage message, bool inApi) => new()
    {
        ["id"] = message.Id,
        ["message_type"] = inApi ? (message.IsAgent ? 1 : 0) : message.IsAgent ? "outgoing" : "incoming",
        ["created_at"] = inApi ? message.At.ToUnixTimeSeconds() : Iso(message.At),
        ["private"] = false,
        ["content_attributes"] = new JsonObject(),
        ["sender"] = message.IsAgent ? new JsonObject { ["id"] = 71, ["type"] = "user" } : new JsonObject { ["id"] = 501, ["type"] = "contact" },
    };
}
