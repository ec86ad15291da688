using System.Text.Json.Nodes;
using KpiPlatform.Mapping.Rows;

namespace KpiPlatform.Cli.Importing.Rows;

/// <summary>
/// Tickets of pages that list their users beside them (Zendesk's <c>include=users</c>): each ticket gets those it names, with their roles and nothing else of
/// them, as who is an agent decides what a reply is. The users are read first; of each the role is held.
/// </summary>
internal sealed class SideloadedUsers(RowFile tickets, RowFile users) : RowFile
{
    private static readonly string[] OfTicket = ["requester_id", "submitter_id", "assignee_id"];
    private static readonly string[] Messages = ["comments", "audits"];

    private Dictionary<string, string>? roles;

    public override IEnumerable<Row> Read()
    {
        roles ??= Roles();
        foreach (var row in tickets.Read()) yield return row.Value is { } ticket && !ticket.ContainsKey("users") ? WithUsers(row, ticket) : row;
    }

    private Row WithUsers(Row row, JsonObject ticket)
    {
        var named = OfTicket.Select(member => Id(ticket[member]))
            .Concat(Messages.SelectMany(list => ticket[list] as JsonArray ?? []).Select(message => Id((message as JsonObject)?["author_id"])));
        var known = named.OfType<string>().Distinct(StringComparer.Ordinal).Where(roles!.ContainsKey).Select(id => (JsonNode)new JsonObject { ["id"] = id, ["role"] = roles![id] });
        ticket["users"] = new JsonArray([.. known]);
        return row with { Raw = ticket.ToJsonString() };
    }

    private Dictionary<string, string> Roles()
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var user in users.Read().Select(row => row.Value).OfType<JsonObject>())
        {
            if (Id(user["id"]) is { } id && user["role"] is JsonValue role) all[id] = string.Intern(role.ToString());
        }

        return all;
    }

    private static string? Id(JsonNode? node) => node is JsonValue value ? value.ToString() : null;
}
