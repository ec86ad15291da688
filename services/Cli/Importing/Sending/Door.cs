using System.Text.Json;

namespace KpiPlatform.Cli.Importing.Sending;

/// <summary>Which of the front door's two ways in is taken: for canonical events, or for a vendor's own records.</summary>
internal sealed record Door(string Path, bool TakesRecords)
{
    /// <summary>As they happen.</summary>
    public static Door Events { get; } = new("/v1/events", TakesRecords: false);

    /// <summary>History: what watches live events does not react to it.</summary>
    public static Door History { get; } = new("/v1/events?origin=import", TakesRecords: false);

    public static Door Records(string source, string? account, IEnumerable<KeyValuePair<string, string>> options)
    {
        var query = options.Select(option => ($"option.{option.Key}", option.Value));
        if (account is not null) query = query.Prepend(("account", account));
        return new($"/v1/imports/{Uri.EscapeDataString(source)}?{string.Join('&', query.Select(each => $"{Uri.EscapeDataString(each.Item1)}={Uri.EscapeDataString(each.Item2)}"))}", TakesRecords: true);
    }

    /// <summary>The same, to be told what would become of it.</summary>
    public Door ToTry() => this with { Path = Path + (Path.EndsWith('?') ? "" : "&") + "dry_run=true" };

    /// <summary>What is wrong with the request as a whole (no such source, which account, a bad option), so that no record of it need be tried; else null.</summary>
    public string? Misunderstanding(string body)
    {
        if (!TakesRecords) return null;
        try
        {
            using var problem = JsonDocument.Parse(body);
            var root = problem.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("code", out var code) && root.TryGetProperty("detail", out var detail)
                && code.GetString() is "which_account" or "unknown_source" or "no_history" or "not_set_up" ? detail.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
