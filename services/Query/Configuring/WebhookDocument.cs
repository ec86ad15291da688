using System.Security.Cryptography;
using System.Text.Json;
using KpiPlatform.Kpis.Calendars;

namespace KpiPlatform.Query.Configuring;

/// <summary>A webhook as it is put: where notices go, which of them, and the secret they are signed under; null: as it is, or a new one.</summary>
internal sealed record WebhookDocument(string Url, IReadOnlyList<string> Events, string? Secret)
{
    private const string Prefix = "whsec_";
    private const int LongestUrl = 2000;
    private static readonly string[] Known = ["sla.at_risk", "sla.breached", "sla.met"];
    private static readonly string[] Members = ["id", "url", "events", "secret"];

    /// <summary>A secret of 32 random bytes.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The webhook, or everything that is wrong with it.</summary>
    public static (WebhookDocument? Webhook, IReadOnlyList<Problem> Problems) Parse(JsonElement body, string id)
    {
        var problems = new List<Problem>();
        if (id.Length > 64 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')) problems.Add(new("/id", "A webhook's id is 1 to 64 letters, digits, dots, underscores or hyphens."));
        if (body.ValueKind != JsonValueKind.Object) return (null, [.. problems, new("", "Must be an object with url and events.")]);
        foreach (var name in body.EnumerateObject().Select(m => m.Name).Where(n => !Members.Contains(n)))
            problems.Add(new("/" + name, $"There is no such member. Allowed: {string.Join(", ", Members)}."));
        if (Text(body, "id") is { } own && own != id) problems.Add(new("/id", $"Must be '{id}' as in the path, or be left out."));
        var url = Text(body, "url");
        if (!IsAddress(url)) problems.Add(new("/url", $"Must be an http or https address of at most {LongestUrl} characters, without user name, password or fragment."));
        var secret = Text(body, "secret");
        if (body.TryGetProperty("secret", out var given) && given.ValueKind != JsonValueKind.Null && !IsSecret(secret))
            problems.Add(new("/secret", $"Must be {Prefix} and 24 to 64 bytes in base64, or be left out: then one is made."));
        var events = EventsOf(body, problems);
        return (problems.Count == 0 ? new(url!, events, secret) : null, problems);
    }

    private static List<string> EventsOf(JsonElement body, List<Problem> problems)
    {
        if (!body.TryGetProperty("events", out var events) || events.ValueKind != JsonValueKind.Array || events.GetArrayLength() == 0)
        {
            problems.Add(new("/events", $"Must be there: an array of one or more of {string.Join(", ", Known)}."));
            return [];
        }

        var names = events.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.String ? e.GetString()! : e.GetRawText()).ToList();
        for (var i = 0; i < names.Count; i++)
        {
            if (!Known.Contains(names[i])) problems.Add(new($"/events/{i}", $"'{names[i]}' is nothing that is announced. Allowed: {string.Join(", ", Known)}."));
        }

        return [.. names.Distinct()];
    }

    private static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsAddress(string? url) =>
        url is { Length: <= LongestUrl } && !url.Contains('\0', StringComparison.Ordinal) && Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) && address.UserInfo.Length == 0 && address.Fragment.Length == 0;

    private static bool IsSecret(string? secret)
    {
        if (secret?.StartsWith(Prefix, StringComparison.Ordinal) != true) return false;
        var bytes = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], bytes, out var size) && size is >= 24 and <= 64;
    }
}
