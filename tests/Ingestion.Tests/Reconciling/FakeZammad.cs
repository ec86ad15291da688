using System.Globalization;
using System.Text.Json.Nodes;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KpiPlatform.Ingestion.Tests.Reconciling;

/// <summary>A search over the last change that gives fewer tickets than it is asked for.</summary>
internal sealed class FakeZammad : FakeHelpDesk
{
    private const string Milliseconds = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public override JsonObject Options => [];

    public override Source Source { get; } = new Zammad();

    protected override bool IsLetIn(HttpRequest request) => request.Headers.Authorization == "Token token=" + Token;

    protected override void Map(WebApplication app)
    {
        app.MapGet("/api/v1/tickets/search", (HttpRequest request) =>
        {
            var range = request.Query["query"].ToString()["updated_at:[".Length..^1].Split(" TO ");
            var from = DateTimeOffset.Parse(range[0], CultureInfo.InvariantCulture);
            var to = range[1] == "*" ? DateTimeOffset.MaxValue : DateTimeOffset.Parse(range[1], CultureInfo.InvariantCulture);
            if (request.Query["order_by"] != "desc" || request.Query["expand"] != "true") return TypedResults.BadRequest();
            lock (Gate)
            {
                var found = Tickets.Where(ticket => ticket.UpdatedAt >= from && ticket.UpdatedAt <= to).OrderByDescending(ticket => ticket.UpdatedAt).ThenBy(ticket => ticket.Id);
                return Answer(Array(found.Skip(15 * (Number(request, "page", 1) - 1)).Take(15).Select(ticket => Ticket(ticket, inApi: true))));
            }
        });
        app.MapGet("/api/v1/ticket_articles/by_ticket/{id:int}", (int id) =>
        {
            lock (Gate)
            {
                return Answer(Array(Tickets.First(ticket => ticket.Id == id).Messages.Select(Article)));
            }
        });
    }

    public override IEnumerable<JsonObject> Hooks(FakeTicket ticket)
    {
        foreach (var message in ticket.Messages) yield return new() { ["ticket"] = Ticket(ticket, inApi: false), ["article"] = Article(message) };
        yield return new() { ["ticket"] = Ticket(ticket, inApi: false), ["article"] = new JsonObject() };
    }

    public override JsonObject Record(FakeTicket ticket)
    {
        var record = Ticket(ticket, inApi: true);
        record["articles"] = Array(ticket.Messages.Select(Article));
        return record;
    }

    private static JsonObject Ticket(FakeTicket ticket, bool inApi)
    {
        var json = new JsonObject
        {
            ["id"] = ticket.Id,
            ["group"] = inApi ? "Orders" : new JsonObject { ["id"] = 4, ["name"] = "Orders" },
            ["priority"] = inApi ? "2 normal" : new JsonObject { ["id"] = 2, ["name"] = "2 normal" },
            ["state"] = ticket.IsSolved ? "closed" : "open",
            ["owner_id"] = 15,
            ["customer_id"] = 80,
            ["create_article_type"] = "email",
            ["create_article_sender"] = "Customer",
            ["created_at"] = Iso(ticket.CreatedAt, Milliseconds),
            ["updated_at"] = Iso(ticket.UpdatedAt, Milliseconds),
        };
        if (ticket.SolvedAt is { } at) json["last_close_at"] = Iso(at, Milliseconds);
        return json;
    }

    private static JsonObject Article(FakeMessage message) => new()
    {
        ["id"] = message.Id,
        ["type"] = "email",
        ["sender"] = message.IsAgent ? "Agent" : "Customer",
        ["internal"] = false,
        ["created_by_id"] = message.IsAgent ? 15 : 80,
        ["created_at"] = Iso(message.At, Milliseconds),
    };
}
