using System.Globalization;
using System.Text.Json;

namespace KpiPlatform.Ingestion.Webhooks;

/// <summary>
/// A value somewhere in a vendor's payload. Going down never fails: what is not there, or is of another kind, is a missing node. Vendors write the
/// same thing in many ways (5158, "5158"), so each reader takes all of them; what must be there is asked for by the <c>Required</c> ones, which name it.
/// </summary>
internal readonly record struct Node(JsonElement Json, string Path)
{
    /// <summary>From the root, like <c>conversation.meta.assignee</c>; empty for the root itself and for a node that is nowhere (a default).</summary>
    public string Path { get => field ?? ""; } = Path;

    public static Node Root(JsonElement json) => new(json, "");

    public Node this[string member] => new(Json.ValueKind == JsonValueKind.Object ? Find(member) : default, Below(member));

    /// <summary>The nodes of an array, in its order; none of anything else.</summary>
    public IEnumerable<Node> Items
    {
        get
        {
            if (Json.ValueKind != JsonValueKind.Array) yield break;
            var i = 0;
            foreach (var item in Json.EnumerateArray()) yield return new Node(item, string.Create(CultureInfo.InvariantCulture, $"{Path}[{i++}]"));
        }
    }

    /// <summary>The members of an object, in its order; none of anything else.</summary>
    public IEnumerable<(string Name, Node Value)> Members
    {
        get
        {
            if (Json.ValueKind != JsonValueKind.Object) yield break;
            foreach (var member in Json.EnumerateObject())
            {
                if (NameOf(member) is { } name) yield return (name, new Node(member.Value, Below(name)));
            }
        }
    }

    /// <summary>False for what is absent and for null.</summary>
    public bool Exists => Json.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>True when the member is there, null included.</summary>
    public bool IsGiven => Json.ValueKind is not JsonValueKind.Undefined;

    public bool IsObject => Json.ValueKind == JsonValueKind.Object;

    public bool IsArray => Json.ValueKind == JsonValueKind.Array;

    /// <summary>A string that is not blank, trimmed; null for everything else.</summary>
    public string? Text => Json.ValueKind == JsonValueKind.String && String() is { } text && text.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    /// <summary>A string or a whole number, as text; null for everything else. Sentinels for "none" ("0", -1, …) are the source's to know.</summary>
    public string? Id => Json.ValueKind == JsonValueKind.Number ? Json.GetRawText() : Text;

    /// <summary>A number, or a string that holds one.</summary>
    public decimal? Number => Json.ValueKind switch
    {
        JsonValueKind.Number when Json.TryGetDecimal(out var number) => number,
        JsonValueKind.String when decimal.TryParse(String(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>True or false; null for everything else.</summary>
    public bool? Flag => Json.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    /// <summary>True only for a JSON true.</summary>
    public bool IsTrue => Json.ValueKind == JsonValueKind.True;

    /// <summary>An instant in any of the forms of <see cref="VendorTime"/>; null for everything else.</summary>
    public DateTimeOffset? Time => VendorTime.Parse(this);

    /// <summary>True when this is exactly that string.</summary>
    public bool Is(string text) => Json.ValueKind == JsonValueKind.String && String() == text;

    public string RequiredText => Text ?? throw Wrong("a string");

    public string RequiredId => Id ?? throw Wrong("a string or a number");

    public DateTimeOffset RequiredTime => Time ?? throw Wrong("an instant");

    public decimal RequiredNumber => Number ?? throw Wrong("a number");

    public Node RequiredObject => IsObject ? this : throw Wrong("an object");

    public Node RequiredArray => IsArray ? this : throw Wrong("an array");

    /// <summary>The payload is not of the shape this source sends; <paramref name="expected"/> is what should be here.</summary>
    public ShapeException Wrong(string expected) => new(Path, IsGiven ? $"Must be {expected}, not {Events.JsonText.Kind(Json)}." : $"Must be there and be {expected}.");

    private string Below(string member) => Path.Length == 0 ? member : $"{Path}.{member}";

    // Half of a surrogate pair (\ud800) is well-formed JSON and no text: .NET throws where it meets one.
    private string? String()
    {
        try
        {
            return Json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private JsonElement Find(string member)
    {
        try
        {
            return Json.TryGetProperty(member, out var value) ? value : default;
        }
        catch (InvalidOperationException)
        {
            return Json.EnumerateObject().LastOrDefault(each => NameOf(each) == member).Value;
        }
    }
}

/// <summary>A payload, or one item of a batch, is not of the shape its source sends: refused by name. The message holds no value of the payload.</summary>
internal sealed class ShapeException(string path, string detail) : Exception(path.Length == 0 ? detail : $"{path}: {detail}")
{
    /// <summary>Where, as a path like <c>conversation.meta.assignee</c>; empty for the whole.</summary>
    public string Where { get; } = path;

    public string Detail { get; } = detail;
}
