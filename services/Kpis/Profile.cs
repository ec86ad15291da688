namespace KpiPlatform.Kpis;

/// <summary>A way of counting: ours, or that of a system that a team knows, by its published rules.</summary>
/// <param name="Id">As queries name it.</param>
/// <param name="Version">Raised when the profile counts something else than before.</param>
/// <param name="Source">Whose rules they are and where they were found.</param>
public sealed record Profile(string Id, int Version, string Source)
{
    public static Profile Default { get; } = new("default", 1, "the platform's own catalogue");

    public static Profile Zendesk { get; } = new("zendesk", 1, "Zendesk's help centre: ticket metrics, one-touch tickets, CSAT and SLA metrics (2026)");

    public static Profile Chatwoot { get; } = new("chatwoot", 1, "Chatwoot's source code: reporting events, CSAT metrics and SLA evaluation (2025 to 2026)");

    public static Profile Intercom { get; } = new("intercom", 1, "Intercom's help centre and API reference: report metrics and conversation statistics (2026)");

    public static IReadOnlyList<Profile> All { get; } = [Default, Zendesk, Chatwoot, Intercom];
}
