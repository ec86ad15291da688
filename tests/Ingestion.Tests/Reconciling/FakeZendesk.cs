using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KpiPlatform.Ingestion.Tests.Reconciling;

/// <summary>The incremental export by cursor, the first changed first, with small pages; audits in pages of 20.</summary>
internal sealed class FakeZendesk : FakeHelpDesk
{
    private const int Page = 10;

    public override JsonObject Options => new() { ["user"] = "agent@example.com/token" };

    public override Source Source { get; } = new Zendesk();

    protected override bool IsLetIn(HttpRequest request) =>
        request.Headers.Authorization == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("agent@example.com/token:" + Token));

    protected override void Map(WebApplication app)
    {
        app.MapGet("/api/v2/incremental/tickets/cursor.json", (HttpContext http) =>
        {
            http.Response.Headers["RateLimit-Limit"] = "10";
            http.Response.Headers["RateLimit-Remaining"] = Asked.Count == 1 ? "0" : "9";
            http.Response.Headers["RateLimit-Reset"] = "1";
            // A cursor is where in the order of changes the reader is.
            var from = http.Request.Query["cursor"].ToString() is { Length: > 0 } cursor
                ? Encoding.ASCII.GetString(Convert.FromBase64String(cursor)).Split('|').Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray()
                : [Number(http.Request, "start_time", 0), -1];
            lock (Gate)
            {
                var rest = Tickets.Select(ticket => (At: ticket.UpdatedAt.ToUnixTimeSeconds(), Ticket: ticket)).Where(each => each.At > from[0] || (each.At == from[0] && each.Ticket.Id > from[1]))
                    .OrderBy(each => each.At).ThenBy(each => each.Ticket.Id).ToList();
                var some = rest.Take(Page).ToList();
                var next = some.Count == 0 ? from : [some[^1].At, some[^1].Ticket.Id];
                return Answer(new JsonObject
                {
                    ["tickets"] = Array(some.Select(each => Ticket(each.Ticket))),
                    ["users"] = Users(),
                    ["after_cursor"] = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{next[0]}|{next[1]}")),
                    ["after_url"] = "http://127.0.0.1:1/not-to-be-followed",
                    ["end_of_stream"] = rest.Count <= Page,
                });
            }
        });
        app.MapGet("/api/v2/tickets/{id:int}/audits.json", (HttpRequest request, int id) =>
        {
            lock (Gate)
            {
                var from = Number(request, "page[after]", 0);
                var all = Audits(Tickets.First(ticket => ticket.Id == id)).ToList();
                return Answer(new JsonObject
                {
                    ["audits"] = Array(all.Skip(from).Take(20)),
                    ["users"] = Users(),
                    ["meta"] = new JsonObject { ["has_more"] = all.Count > from + 20, ["after_cursor"] = (from + 20).ToString(CultureInfo.InvariantCulture) },
                });
            }
        });
    }

    public override IEnumerable<JsonObject> Hooks(FakeTicket ticket)
    {
        yield return Event("created", ticket, ticket.CreatedAt, [], isNew: true);
        foreach (var message in ticket.Messages)
        {
            var author = new JsonObject { ["id"] = message.IsAgent ? "2001" : "9001", ["is_staff"] = message.IsAgent };
            yield return Event("comment_added", ticket, message.At, new() { ["comment"] = new JsonObject { ["id"] = $"{message.Id}", ["is_public"] = true, ["author"] = author } });
        }

        if (ticket.SolvedAt is { } solved) yield return Event("status_changed", ticket, solved, new() { ["previous"] = "OPEN", ["current"] = "SOLVED" });
    }

    public override JsonObject Record(FakeTicket ticket)
    {
        var record = Ticket(ticket);
        (record["audits"], record["users"]) = (Array(Audits(ticket)), Users());
        return record;
    }

    private static JsonArray Users() => [new JsonObject { ["id"] = 2001, ["role"] = "agent" }, new JsonObject { ["id"] = 9001, ["role"] = "end-user" }];

    private static JsonObject Ticket(FakeTicket ticket) => new()
    {
        ["id"] = ticket.Id,
        ["status"] = ticket.IsSolved ? "solved" : "open",
        ["created_at"] = Iso(ticket.CreatedAt),
        ["updated_at"] = Iso(ticket.UpdatedAt),
        ["generated_timestamp"] = ticket.UpdatedAt.ToUnixTimeSeconds(),
        ["requester_id"] = 9001,
        ["submitter_id"] = 9001,
        ["via"] = new JsonObject { ["channel"] = "email" },
    };

    private static IEnumerable<JsonObject> Audits(FakeTicket ticket)
    {
        yield return Audit(ticket.CreatedAt, 9001, new JsonObject { ["type"] = "Create", ["field_name"] = "status", ["value"] = "open" });
        foreach (var message in ticket.Messages)
        {
            var author = message.IsAgent ? 2001 : 9001;
            yield return Audit(message.At, author, new JsonObject { ["type"] = "Comment", ["id"] = message.Id, ["author_id"] = author, ["public"] = true });
        }

        if (ticket.SolvedAt is { } at) yield return Audit(at, 2001, new JsonObject { ["type"] = "Change", ["field_name"] = "status", ["value"] = "solved", ["previous_value"] = "open" });
    }

    private static JsonObject Audit(DateTimeOffset at, int author, JsonObject change) =>
        new() { ["created_at"] = Iso(at), ["author_id"] = author, ["via"] = new JsonObject { ["channel"] = "web" }, ["events"] = new JsonArray(change) };

    private static JsonObject Event(string type, FakeTicket ticket, DateTimeOffset at, JsonObject change, bool isNew = false) => new()
    {
        ["type"] = "zen:event-type:ticket." + type,
        ["time"] = Iso(at, "yyyy-MM-dd'T'HH:mm:ss'.123456789Z'"),
        ["detail"] = new JsonObject
        {
            ["id"] = $"{ticket.Id}",
            ["status"] = isNew ? "OPEN" : "SOLVED",
            ["actor_id"] = "2001",
            ["requester_id"] = "9001",
            ["submitter_id"] = "9001",
            ["created_at"] = Iso(ticket.CreatedAt),
            ["via"] = new JsonObject { ["channel"] = "mail" },
        },
        ["event"] = change,
    };
}
