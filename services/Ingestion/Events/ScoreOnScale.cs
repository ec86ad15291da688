using System.Globalization;
using System.Text.Json;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Ingestion.Events;

/// <summary>A survey's score and scale: <c>a-b</c> with whole numbers a &lt; b, or <c>good-bad</c> with the words as score (1 and 0 on the bus).</summary>
internal static class ScoreOnScale
{
    public const string GoodBad = "good-bad";

    public static decimal? Read(MemberValue value) => value.Json.ValueKind switch
    {
        JsonValueKind.Number => value.Number(-1_000_000, 1_000_000),
        JsonValueKind.String when value.Json.ValueEquals("good"u8) => 1,
        JsonValueKind.String when value.Json.ValueEquals("bad"u8) => 0,
        JsonValueKind.String => value.WrongValue<decimal>(Codes.UnknownWord, "Must be a number, or one of good, bad on the scale good-bad."),
        _ => value.WrongValue<decimal>(Codes.WrongType, $"Must be a number or a word, not {JsonText.Kind(value.Json)}."),
    };

    public static string? ReadScale(MemberValue value)
    {
        if (value.Text() is not { } text) return null;
        return text == GoodBad || TryBounds(text, out _, out _)
            ? text
            : value.Wrong<string>(Codes.BadFormat, "Must be a-b with whole numbers a < b, like 1-5, or good-bad.");
    }

    /// <summary>Score and scale must go together; called when both could be read.</summary>
    public static void Check(EventData data, JsonElement json, Findings findings)
    {
        if (data.Score is not { } score || data.Scale is not { } scale) return;
        var isWord = json.GetProperty("score").ValueKind == JsonValueKind.String;
        if (scale == GoodBad)
        {
            if (!isWord) findings.Add("/data/score", Codes.UnknownWord, "Must be good or bad on the scale good-bad.");
        }
        else if (TryBounds(scale, out var low, out var high) && (isWord || score < low || score > high))
        {
            findings.Add("/data/score", isWord ? Codes.WrongType : Codes.OutOfRange, $"Must be a number on the scale {scale}.");
        }
    }

    public static bool TryBounds(string scale, out int low, out int high)
    {
        (low, high) = (0, 0);
        var dash = scale.IndexOf('-', StringComparison.Ordinal);
        return dash is > 0 and < 7 && scale.Length - dash is > 1 and < 8
            && int.TryParse(scale.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out low)
            && int.TryParse(scale.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out high)
            && low < high;
    }
}
