using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Kpis.Tickets;

/// <summary>Time that somebody spent with or for the customer: work that was logged, or the time a reply took.</summary>
/// <param name="Agent">Who did, where the source says so.</param>
/// <param name="Medium">How; null for a reply on the ticket's own channel.</param>
public sealed record Effort(DateTimeOffset At, string? Agent, long Milliseconds, Medium? Medium)
{
    /// <summary>How people talk on a channel.</summary>
    public static Medium MediumOf(string? channel) => channel switch
    {
        "email" => Contracts.V1.Medium.Email,
        "chat" or "social" => Contracts.V1.Medium.Chat,
        "voice" => Contracts.V1.Medium.Phone,
        _ => Contracts.V1.Medium.Other,
    };
}
