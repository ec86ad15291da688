using System.Security.Cryptography;
using System.Text;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Webhooks;

/// <summary>Makes a source's facts fit for the bus: customers hashed, texts cut and cleaned, the clock kept within reason, and the rest as strictly checked as at the front door.</summary>
internal static class EventPen
{
    /// <summary>A vendor's clock that is ahead by more than this is not believed: the event happened when it arrived.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    public static Reading Write(Delivery delivery, string source, string type, string subject, string id, DateTimeOffset time, EventData data)
    {
        var at = time > delivery.ReceivedAt + Ahead ? delivery.ReceivedAt : Rfc3339.ToMicroseconds(time);
        if (at < Rfc3339.Earliest) return Refuse(Codes.OutOfRange, $"The event's time lies before {Rfc3339.Write(Rfc3339.Earliest)}.");
        if (Clean(subject) is not { } ticket || Clean(id) is not { } fact) return Refuse(Codes.Empty, "The event has no subject or no id.");
        var workspace = delivery.Connection.Workspace;
        var tidy = Tidy(data, workspace.CustomerKey, delivery.Context.Latest);
        if (WireData.Check(type, tidy, delivery.Context) is { Count: > 0 } findings) return new Reading.Refused(findings);
        return new Reading.Taken(new CanonicalEvent(
            workspace.Name, source, Short(ticket), Short(fact), type, at, delivery.ReceivedAt, tidy, delivery.Context.TraceParent, delivery.Context.Origin));
    }

    private static Reading.Refused Refuse(string code, string detail) => new([new Finding(null, "", code, detail)]);

    private static EventData Tidy(EventData data, byte[] customerKey, DateTimeOffset latest) => data with
    {
        Customer = Clean(data.Customer) is { } customer ? CustomerHash.Of(customerKey, customer) : null,
        ChannelDetail = Cut(data.ChannelDetail)?.ToLowerInvariant(),
        Agent = Cut(data.Agent),
        Team = Cut(data.Team),
        Category = Cut(data.Category),
        Priority = Cut(data.Priority),
        Area = Cut(data.Area),
        Survey = Cut(data.Survey),
        MergedInto = Clean(data.MergedInto) is { } target ? Short(target) : null,
        Tags = data.Tags is { } tags ? [.. tags.Select(Cut).OfType<string>().Distinct(StringComparer.Ordinal).Take(TagList.Most)] : null,
        OpenedAt = data.OpenedAt is { } opened && opened >= Rfc3339.Earliest && opened <= latest ? Rfc3339.ToMicroseconds(opened) : null,
    };

    /// <summary>Identities must stay apart, so one that is too long is replaced by its hash rather than cut.</summary>
    private static string Short(string text) =>
        text.Length <= JsonText.MaxLength ? text : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string? Cut(string? text)
    {
        if (Clean(text) is not { } clean || clean.Length <= JsonText.MaxLength) return Clean(text);
        return char.IsHighSurrogate(clean[JsonText.MaxLength - 1]) ? clean[..(JsonText.MaxLength - 1)] : clean[..JsonText.MaxLength];
    }

    /// <summary>Trimmed, without what cannot be stored; null when nothing is left.</summary>
    private static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var clean = text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : text;
        return clean.Trim() is { Length: > 0 } trimmed ? trimmed : null;
    }
}
