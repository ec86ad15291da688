using System.Text.Json;

namespace KpiPlatform.Ingestion.Http;

/// <summary>How many names and values JSON holds, before any of them is held.</summary>
internal static class JsonLimits
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = HttpLimits.Depth };

    /// <summary>True when there are more than so many. What is no JSON has what it has until it stops being JSON; parsing says so.</summary>
    public static bool HasMoreThan(int most, ReadOnlySpan<byte> json)
    {
        // None is shorter than two bytes: "1,".
        if (json.Length < 2 * most) return false;
        var reader = new Utf8JsonReader(json, Options);
        var n = 0;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray) && ++n > most) return true;
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return false;
    }
}
