using System.Globalization;
using System.Text.Json;

namespace KpiPlatform.Cli.Importing.Sending;

/// <summary>An event the front door does not take, and why; <paramref name="Index"/> counts from 0 in what was sent.</summary>
internal sealed record Refusal(int Index, string Detail);

/// <summary>What the front door did with a list of events. Each is in exactly one of the four.</summary>
internal sealed record SendAnswer(int Accepted, int Duplicates, int Ignored, IReadOnlyList<Refusal> Refused)
{
    /// <summary>The front door lists no more mistakes than this, so a list that long may not be all.</summary>
    private const int MostListed = 1000;

    public static SendAnswer None { get; } = new(0, 0, 0, []);

    /// <summary>True when a vendor's records were sent: <see cref="Accepted"/> and the others count their events, <see cref="Refused"/> counts records.</summary>
    public bool IsOfRecords { get; init; }

    /// <summary>This and the answer for the events that were sent behind the first <paramref name="offset"/>.</summary>
    public SendAnswer Then(SendAnswer next, int offset) => new(
        Accepted + next.Accepted,
        Duplicates + next.Duplicates,
        Ignored + next.Ignored,
        [.. Refused, .. next.Refused.Select(each => each with { Index = each.Index + offset })])
    {
        IsOfRecords = IsOfRecords,
    };

    /// <summary>Reads a 202, or a 400 that lists which events it means. Null when the answer does not account for each event (mistakes are listed up to a limit).</summary>
    public static SendAnswer? Read(string body, int sent, bool taken)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var refused = Refusals(root, sent);
            var duplicates = Number(root, "duplicates_in_request") ?? 0;
            var ignored = IgnoredIn(root);
            var accepted = Number(root, "accepted") ?? (taken ? sent - duplicates - ignored - refused.Count : 0);
            return accepted + duplicates + ignored + refused.Count == sent ? new SendAnswer(accepted, duplicates, ignored, refused) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// The same for a vendor's records, each of which gives any number of events, and may be taken in part and refused in part. Null when the answer does not speak of all of them.
    /// </summary>
    public static SendAnswer? ReadRecords(string body, int sent, bool taken)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var refused = Refusals(root, sent);
            if (!taken) return refused.Count == sent ? new SendAnswer(0, 0, 0, refused) { IsOfRecords = true } : null;
            var listed = root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array ? errors.GetArrayLength() : 0;
            if (Number(root, "records") != sent || listed >= MostListed) return null;
            return new SendAnswer(Number(root, "accepted") ?? 0, Number(root, "duplicates_in_request") ?? 0, IgnoredIn(root), refused) { IsOfRecords = true };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The events named in <c>errors[]</c>, by their <c>index</c> or by a pointer that begins with it; several mistakes of one event are one refusal.</summary>
    private static List<Refusal> Refusals(JsonElement root, int sent) =>
        root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Array ? []
        : [.. errors.EnumerateArray()
            .Select(error => (Index: IndexOf(error), Detail: DetailOf(error)))
            .Where(error => error.Index is { } index && index >= 0 && index < sent)
            .GroupBy(error => error.Index!.Value)
            .Select(same => new Refusal(same.Key, string.Join("; ", same.Select(error => error.Detail))))
            .OrderBy(each => each.Index)];

    private static int IgnoredIn(JsonElement root) =>
        root.TryGetProperty("ignored", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Sum(each => Number(each, "n") ?? 0) : 0;

    private static int? IndexOf(JsonElement error)
    {
        if (Number(error, "index") is { } index) return index;
        var first = Text(error, "pointer")?.TrimStart('#').Split('/').ElementAtOrDefault(1);
        return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static string DetailOf(JsonElement error)
    {
        if (error.TryGetProperty("errors", out var inner) && inner.ValueKind == JsonValueKind.Array)
            return string.Join("; ", inner.EnumerateArray().Select(DetailOf));
        var pointer = Text(error, "pointer");
        return pointer is null ? Text(error, "detail") ?? error.GetRawText() : $"{pointer}: {Text(error, "detail")}";
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : null;
}
