using System.Reflection;
using System.Text.Json.Serialization;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Mapping;

/// <summary>What kind of value a member of an event holds; <see cref="Words"/> are set when only some are allowed.</summary>
internal sealed record MemberKind(Type Type, IReadOnlyList<string>? Words);

/// <summary>Which members an event type has and which of them it must have: the table of the canonical events, as the contract lays it down.</summary>
internal static class CanonicalMembers
{
    private const string Ticket = "agent team category priority tags area channel";

    /// <summary>By type; a bold member of the table has a '!'.</summary>
    private static readonly Dictionary<string, string> Table = new(StringComparer.Ordinal)
    {
        [EventTypes.TicketOpened] = "channel! channel_detail opened_by customer agent team category priority tags area",
        [EventTypes.TicketReplied] = "author! agent public handoff handle_seconds channel session_gap_hours",
        [EventTypes.TicketResolved] = "agent by confirmed_by_customer",
        [EventTypes.TicketReopened] = "by",
        [EventTypes.TicketAssigned] = "agent team",
        [EventTypes.TicketClassified] = "category priority tags area channel team",
        [EventTypes.TicketPended] = "",
        [EventTypes.TicketObserved] = "status opened_at opened_by " + Ticket,
        [EventTypes.TicketRemoved] = "reason! merged_into",
        [EventTypes.SurveySent] = "kind! survey",
        [EventTypes.SurveyAnswered] = "kind! score! scale! survey agent area has_comment",
        [EventTypes.WorkLogged] = "seconds! agent medium",
        [EventTypes.CustomerJoined] = "customer! reason",
        [EventTypes.CustomerLeft] = "customer! reason",
        [EventTypes.ProductReturned] = "customer category",
        [EventTypes.CustomersCounted] = "count!",
        [EventTypes.AmountRecorded] = "kind! amount! currency! from! to!",
    };

    private static readonly Dictionary<string, MemberKind> Kinds = typeof(EventData).GetProperties()
        .Where(property => property.GetCustomAttribute<JsonPropertyNameAttribute>() is not null)
        .ToDictionary(property => property.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name, KindOf, StringComparer.Ordinal);

    /// <summary>All types.</summary>
    public static IReadOnlyCollection<string> Types => Table.Keys;

    /// <summary>The members of a type, in the table's order; null for an unknown type.</summary>
    public static IReadOnlyList<string>? Of(string type) =>
        Table.TryGetValue(type, out var members) ? [.. Split(members).Select(member => member.TrimEnd('!'))] : null;

    /// <summary>The members a type must have.</summary>
    public static IReadOnlyList<string> Required(string type) =>
        [.. Split(Table[type]).Where(member => member.EndsWith('!')).Select(member => member.TrimEnd('!'))];

    /// <summary>What a member holds. Some words depend on the type: a reason to remove is none to leave.</summary>
    public static MemberKind Kind(string type, string member) => (type, member) switch
    {
        (EventTypes.TicketRemoved, "reason") => new(typeof(string), ["spam", "merged", "deleted", "test", "erasure"]),
        (EventTypes.CustomerLeft or EventTypes.CustomerJoined, "reason") => new(typeof(string), ["cancelled", "lapsed", "other"]),
        (EventTypes.AmountRecorded, "kind") => new(typeof(string), ["support_cost", "revenue"]),
        (_, "kind") => new(typeof(string), ["csat", "nps", "ces", "enps"]),
        (EventTypes.TicketOpened or EventTypes.TicketObserved, "opened_by") => new(typeof(string), ["customer", "agent", "automation"]),
        (_, "score" or "amount") => new(typeof(string), null),
        _ => Kinds[member],
    };

    private static string[] Split(string members) => members.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static MemberKind KindOf(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type.IsEnum
            ? new(typeof(string), [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name)])
            : new(type, null);
    }
}
