using System.Text.Json.Nodes;

namespace KpiPlatform.Ingestion.Tests.Fuzzing;

/// <summary>Values that have broken programs before.</summary>
internal static class Junk
{
    private static readonly string[] Texts =
    [
        "", " ", "0", "-1", "null", "true", "NaN", "1e400", "99999999999999999999999999999999", "2026-13-45T99:99:99Z", "0000-00-00T00:00:00Z", "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59.9999999-23:59", "2026-02-30 10:00:00", "1969-12-31T23:59:59Z", "2999-01-01T00:00:00Z", "Mon, 99 Foo 2026 99:99:99 +9999", "-62135596800", "253402300800", "1e18",
        "\0", "a\0b", "\ufeff", "\u202e\u200b", "\ud83d\ude00", "Ａ", "İ", "../../etc/passwd", "' or 1=1 --", "${jndi:ldap://x}", "<x>", "a@b", "@", "a@", "\"<>\"@", "=?utf-8?B?////?=", "1-5", "5-1", "0-9999999999", "good-bad",
        "agent", "customer", "solved", "closed", "open", "deleted", "+", "-", ".", ",", "[", "{", "}", "%", "%zz", "\r\n", "a\r\nb: c", "\t",
    ];

    private static readonly string[] Numbers =
        ["0", "-0", "-1", "1", "5", "99", "0.5", "1e3", "1e20", "-1e20", "1e400", "-1e400", "1e-400", "2147483648", "-2147483649", "9223372036854775808", "79228162514264337593543950336", "253402300800", "253402300800000", "1e17", "99999999999999999", "0.1234567890123456789012345678901"];

    /// <summary>Stands for half of a surrogate pair, which no JSON writer lets out.</summary>
    public const string HalfAPair = "HALF-A-PAIR";

    public static JsonNode? Value(Random random) => random.Next(12) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 or 3 => JsonNode.Parse(Numbers[random.Next(Numbers.Length)]),
        4 => new JsonArray(),
        5 => new JsonObject(),
        6 => new JsonArray(Text(random), Text(random), null, 7, new JsonObject { ["id"] = Text(random) }),
        7 => JsonValue.Create(new string((char)random.Next('a', 'z'), random.Next(20) == 0 ? 100_000 : random.Next(600))),
        8 => Deep(random.Next(40)),
        9 => JsonValue.Create(HalfAPair),
        _ => JsonValue.Create(Text(random)),
    };

    public static string Text(Random random) => Texts[random.Next(Texts.Length)];

    private static JsonNode Deep(int levels)
    {
        JsonNode inner = new JsonObject { ["id"] = 1 };
        for (var i = 0; i < levels; i++) inner = i % 2 == 0 ? new JsonArray(inner) : new JsonObject { ["a"] = inner };
        return inner;
    }
}
