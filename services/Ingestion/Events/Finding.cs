using System.Text.Json.Serialization;

namespace KpiPlatform.Ingestion.Events;

/// <summary>One mistake in an event: where it is (a JSON pointer into the event), what it is, and how it should be.</summary>
/// <param name="Index">Position in a batch or NDJSON, from 0; absent for a single event.</param>
internal sealed record Finding(
    [property: JsonPropertyName("index"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Index,
    [property: JsonPropertyName("pointer")] string Pointer,
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("detail")] string Detail);

/// <summary>The stable words for mistakes.</summary>
internal static class Codes
{
    public const string BadJson = "bad_json";
    public const string Missing = "missing";
    public const string WrongType = "wrong_type";
    public const string Empty = "empty";
    public const string TooLong = "too_long";
    public const string BadText = "bad_text";
    public const string BadFormat = "bad_format";
    public const string UnknownWord = "unknown_word";
    public const string UnknownType = "unknown_type";
    public const string OutOfRange = "out_of_range";
    public const string UnknownShape = "unknown_shape";
    public const string Repeated = "repeated_member";
}

/// <summary>Collects the mistakes of one event.</summary>
internal sealed class Findings(int? index)
{
    private List<Finding>? found;

    public IReadOnlyList<Finding> All => found ?? [];

    public bool Any => found is not null;

    public void Add(string pointer, string code, string detail) => (found ??= []).Add(new Finding(index, pointer, code, detail));
}
