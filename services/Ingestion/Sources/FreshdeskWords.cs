using System.Globalization;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>Freshdesk's names and numbers. Both come: placeholders are filled with names in the account's language, the API and exports have numbers or names.</summary>
internal sealed class FreshdeskWords(Connection connection)
{
    /// <summary>As placeholders and exports write them, beside RFC 3339.</summary>
    private static readonly string[] LocalFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "ddd, d MMM, yyyy 'at' h:mm tt", "ddd, d MMM yyyy 'at' h:mm tt", "d MMM, yyyy h:mm tt", "d MMM yyyy h:mm tt",
        "dd-MM-yyyy HH:mm", "dd-MM-yyyy HH:mm:ss", "dd/MM/yyyy HH:mm", "dd.MM.yyyy HH:mm",
    ];

    private readonly TimeZoneInfo zone = connection.Option("time_zone") is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var known) ? known : TimeZoneInfo.Utc;

    public DateTimeOffset? Time(Node node) => node.Time ?? (node.Text is { } text ? LocalTime(text) : null);

    /// <summary>Null for a status of the account's own that no option places.</summary>
    public TicketStatus? Status(Node node) => node.Id is { } status ? Status(status) : null;

    public TicketStatus? Status(string status)
    {
        var word = status.Trim();
        if (Lists("resolved_statuses", word)) return TicketStatus.Resolved;
        if (Lists("pending_statuses", word)) return TicketStatus.Pending;
        if (Lists("open_statuses", word)) return TicketStatus.Open;
        return word.ToLowerInvariant() switch
        {
            "2" or "open" => TicketStatus.Open,
            "3" or "pending" or "waiting on customer" or "waiting on third party" => TicketStatus.Pending,
            "4" or "resolved" or "5" or "closed" => TicketStatus.Resolved,
            _ => null,
        };
    }

    public (Channel? Name, string? Detail, bool IsOutbound) Source(Node node) => node.Id?.ToLowerInvariant() switch
    {
        null => (null, null, false),
        "1" or "email" => (Channel.Email, null, false),
        "2" or "portal" => (Channel.Web, "portal", false),
        "3" or "phone" => (Channel.Voice, null, false),
        "7" or "chat" => (Channel.Chat, null, false),
        "9" or "feedback widget" => (Channel.Web, "feedback_widget", false),
        "10" or "outbound email" => (Channel.Email, "outbound", true),
        "twitter" => (Channel.Social, "x", false),
        "facebook" or "whatsapp" => (Channel.Social, node.Id!, false),
        "forum" => (Channel.Web, "forum", false),
        _ => (Channel.Other, node.Id, false),
    };

    public static string? Priority(Node node) => node.Id?.ToLowerInvariant() switch
    {
        "1" => "low",
        "2" => "medium",
        "3" => "high",
        "4" => "urgent",
        var word => word,
    };

    /// <summary>A list, or texts with commas between them; empty when the member is there and says none.</summary>
    public static IReadOnlyList<string>? Tags(Node node)
    {
        if (node.IsArray) return [.. node.Items.Select(tag => tag.Text).OfType<string>()];
        if (!node.IsGiven) return null;
        return (node.Text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Seven steps from 103 (extremely happy) over 100 to -103, by number or name; or the old three, of which 1 is the best.</summary>
    public static (decimal Score, string Scale)? Rating(Node node) => node.Id?.ToLowerInvariant() switch
    {
        "103" or "extremely happy" => (7, "1-7"),
        "102" or "very happy" => (6, "1-7"),
        "101" or "happy" => (5, "1-7"),
        "100" or "neutral" => (4, "1-7"),
        "-101" or "unhappy" => (3, "1-7"),
        "-102" or "very unhappy" => (2, "1-7"),
        "-103" or "extremely unhappy" => (1, "1-7"),
        "1" => (3, "1-3"),
        "2" => (2, "1-3"),
        "3" => (1, "1-3"),
        _ => null,
    };

    private bool Lists(string option, string status) =>
        connection.OptionList(option).SelectMany(entry => entry.Split(',', StringSplitOptions.TrimEntries)).Contains(status, StringComparer.OrdinalIgnoreCase);

    /// <summary>An hour that autumn has twice is the first of them; one that spring leaves out is as far behind the gap as it was in it.</summary>
    private DateTimeOffset? LocalTime(string text)
    {
        if (text.Length > 40) return null;
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact)) return exact.ToUniversalTime();
        if (!DateTime.TryParseExact(text, LocalFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        var utc = local.Ticks - offset.Ticks;
        return utc > 0 && utc < DateTime.MaxValue.Ticks ? new DateTimeOffset(utc, TimeSpan.Zero) : null;
    }
}
