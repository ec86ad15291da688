using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace KpiPlatform.Kpis.Calendars;

/// <summary>A value inside a document, where it is, and where its mistakes are noted.</summary>
internal readonly record struct Part(JsonElement Value, string Pointer, List<Problem> Problems)
{
    private const int LongestText = 256;
    private const int LongestId = 64;

    public bool IsThere => Value.ValueKind != JsonValueKind.Undefined;

    public void Add(string detail) => Problems.Add(new(Pointer, detail));

    /// <summary>A member's part, also where the member is not.</summary>
    public Part At(string name) => this with { Value = default, Pointer = $"{Pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}" };

    /// <summary>The members of an object, without those that are null; null with a problem when it is no object.</summary>
    public Dictionary<string, Part>? Members(IReadOnlyList<string> allowed)
    {
        if (!Is(JsonValueKind.Object, "an object")) return null;
        var found = new Dictionary<string, Part>(StringComparer.Ordinal);
        foreach (var property in Value.EnumerateObject())
        {
            if (TextOf(() => property.Name) is not { } name) continue;
            var member = At(name) with { Value = property.Value };
            if (!allowed.Contains(name)) member.Add($"There is no such member. Allowed: {string.Join(", ", allowed)}.");
            else if (property.Value.ValueKind != JsonValueKind.Null && !found.TryAdd(name, member)) member.Add("Is there more than once.");
        }

        return found;
    }

    /// <summary>The items of an array; null with a problem when it is none or has too many.</summary>
    public IReadOnlyList<Part>? Items(int most)
    {
        if (!Is(JsonValueKind.Array, "an array")) return null;
        var (self, count) = (this, Value.GetArrayLength());
        if (count <= most) return [.. Value.EnumerateArray().Select((item, i) => self.At(i.ToString(CultureInfo.InvariantCulture)) with { Value = item })];
        Add(string.Create(CultureInfo.InvariantCulture, $"Must not have more than {most} items, not {count}."));
        return null;
    }

    /// <summary>Text that .NET and PostgreSQL can hold; null with a problem when it is not.</summary>
    public string? Text()
    {
        if (!Is(JsonValueKind.String, "a string")) return null;
        var value = Value;
        if (TextOf(() => value.GetString()!) is not { } text) return null;
        if (string.IsNullOrWhiteSpace(text)) Add("Must not be empty.");
        else if (text.Length > LongestText) Add($"Must not be longer than {LongestText} characters.");
        else if (text.Contains('\0', StringComparison.Ordinal)) Add("Holds the character U+0000, which cannot be stored.");
        else return text;
        return null;
    }

    /// <summary>Checks the name that the path gives a document, whose own <c>id</c> this is.</summary>
    /// <param name="what">What the document is, for people.</param>
    public void CheckId(string id, string what)
    {
        if (id.Length is 0 or > LongestId || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            Add($"A {what}'s id is 1 to {LongestId} letters, digits, dots, underscores or hyphens.");
        else if (IsThere && Text() is { } own && own != id)
            Add($"Must be '{id}' as in the path, or be left out.");
    }

    public LocalDate? Date()
    {
        if (Text() is not { } text) return null;
        if (LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: > 0 } date }) return date;
        Add($"Must be a date like 2026-12-24, not '{text}'.");
        return null;
    }

    public bool Is(JsonValueKind kind, string name)
    {
        if (Value.ValueKind == kind) return true;
        Add($"Must be {name}, not {Kind}.");
        return false;
    }

    public string Kind => Value.ValueKind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Null => "null",
        JsonValueKind.String => "a string",
        _ => "nothing",
    };

    private string? TextOf(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            Add("Holds half of a surrogate pair, which is no character.");
            return null;
        }
    }
}
