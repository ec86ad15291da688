using System.Globalization;
using System.Text.Json;

namespace KpiPlatform.Ingestion.Events;

/// <summary>Text out of JSON that .NET and PostgreSQL can hold.</summary>
internal static class JsonText
{
    public const int MaxLength = 256;

    /// <summary>Of a member that .NET cannot compare with any name: it throws an InvalidOperationException when it is looked at.</summary>
    public const string HalfAName = "The name of a member holds half of a surrogate pair, which is no character.";

    /// <summary>The text of a string, or null with a finding: not a string, empty, too long, a NUL, half a surrogate pair.</summary>
    public static string? Read(JsonElement value, string pointer, Findings findings)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            findings.Add(pointer, Codes.WrongType, $"Must be a string, not {Kind(value)}.");
            return null;
        }

        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            findings.Add(pointer, Codes.BadText, "Holds half of a surrogate pair, which is no character.");
            return null;
        }

        return Check(text, pointer, findings);
    }

    /// <summary>The same checks for text that came in a header.</summary>
    public static string? Check(string text, string pointer, Findings findings)
    {
        if (string.IsNullOrWhiteSpace(text)) findings.Add(pointer, Codes.Empty, "Must not be empty.");
        else if (text.Length > MaxLength) findings.Add(pointer, Codes.TooLong, $"Must not be longer than {MaxLength} characters.");
        else if (text.Contains('\0', StringComparison.Ordinal)) findings.Add(pointer, Codes.BadText, "Holds the character U+0000, which cannot be stored.");
        else return text;
        return null;
    }

    /// <summary>Where JSON ends to be JSON; the exception's own message can quote it.</summary>
    public static string Reason(JsonException e) =>
        e.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, byte {(e.BytePositionInLine ?? 0) + 1}.") : "a member is there twice, or it ends too early.";

    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Null => "null",
        _ => "a string",
    };
}
