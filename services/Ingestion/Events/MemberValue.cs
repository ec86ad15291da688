using System.Globalization;
using System.Text.Json;

namespace KpiPlatform.Ingestion.Events;

/// <summary>One member of <c>data</c> being read. Each method gives the value, or null after noting what is wrong.</summary>
internal readonly record struct MemberValue(JsonElement Json, string Pointer, Findings Findings, EventContext Context)
{
    public string? Text() => JsonText.Read(Json, Pointer, Findings);

    public string? Word(params ReadOnlySpan<string> allowed)
    {
        if (Text() is not { } text) return null;
        foreach (var word in allowed)
        {
            if (word == text) return word;
        }

        return Wrong<string>(Codes.UnknownWord, $"Must be one of {string.Join(", ", allowed!)}.");
    }

    public T? Word<T>(params T[] except) where T : struct, Enum
    {
        if (Text() is not { } text) return null;
        if (WordsOf<T>.ByName.TryGetValue(text, out var word) && !except.Contains(word)) return word;
        return WrongValue<T>(Codes.UnknownWord, $"Must be one of {string.Join(", ", WordsOf<T>.All.Where(name => !except.Contains(WordsOf<T>.ByName[name])))}.");
    }

    public bool? Flag() => Json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => WrongValue<bool>(Codes.WrongType, $"Must be true or false, not {JsonText.Kind(Json)}."),
    };

    public decimal? Number(decimal min, decimal max)
    {
        if (Json.ValueKind != JsonValueKind.Number) return WrongValue<decimal>(Codes.WrongType, $"Must be a number, not {JsonText.Kind(Json)}.");
        return Json.TryGetDecimal(out var number) && number >= min && number <= max
            ? number
            : WrongValue<decimal>(Codes.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"Must be a number from {min} to {max}."));
    }

    public long? Whole(long min, long max)
    {
        if (Number(min, max) is not { } number) return null;
        return number == decimal.Truncate(number) ? (long)number : WrongValue<long>(Codes.BadFormat, "Must be a whole number.");
    }

    public DateTimeOffset? Time(DateTimeOffset latest)
    {
        if (Text() is not { } text) return null;
        if (!Rfc3339.TryParse(text, out var time)) return WrongValue<DateTimeOffset>(Codes.BadFormat, "Must be an RFC 3339 date-time with an offset, like 2026-03-02T09:05:00Z.");
        return time >= Rfc3339.Earliest && time <= latest
            ? time
            : WrongValue<DateTimeOffset>(Codes.OutOfRange, $"Must lie between {Rfc3339.Write(Rfc3339.Earliest)} and {Rfc3339.Write(latest)}.");
    }

    public T? Wrong<T>(string code, string detail) where T : class
    {
        Findings.Add(Pointer, code, detail);
        return null;
    }

    public T? WrongValue<T>(string code, string detail) where T : struct
    {
        Findings.Add(Pointer, code, detail);
        return null;
    }
}
