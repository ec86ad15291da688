namespace KpiPlatform.Mapping;

/// <summary>
/// How rows of an export (or messages of a webhook) become canonical events. Read from JSON by <see cref="MappingReader"/>, which
/// names every mistake; what is here is right.
/// </summary>
internal sealed record EventMapping(
    string? Format,
    CsvShape Csv,
    ValueSource Source,
    ValueSource Subject,
    Expression? Id,
    ValueSource? Time,
    TimeFormat Times,
    IReadOnlyList<Rule> Rules,
    Outcome? Otherwise)
{
    /// <summary>Every path the mapping reads, with the place in the mapping file that names it.</summary>
    public required IReadOnlyList<(string Pointer, JsonPath Path)> Paths { get; init; }

    /// <summary>Where a webhook's body holds its rows; null when the body is a row, or a list of them.</summary>
    public JsonPath? Items { get; init; }

    /// <summary>The headers the mapping reads, as it writes them.</summary>
    public IReadOnlyList<string> Headers => field ??= [.. Paths.Select(path => path.Path.Header).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The groups of which a rule wants the first row.</summary>
    public IEnumerable<FirstOf> Firsts => Rules.Select(rule => rule.When.First).OfType<FirstOf>();
}

/// <summary>How a CSV file is written.</summary>
internal sealed record CsvShape(string Delimiter, string Encoding)
{
    public static CsvShape Default { get; } = new(",", "utf-8");

    public System.Text.Encoding Text => Encoding switch
    {
        "latin1" => System.Text.Encoding.Latin1,
        "utf-16" => System.Text.Encoding.Unicode,
        _ => System.Text.Encoding.UTF8,
    };
}

/// <summary>Rows that meet <paramref name="When"/> come to <paramref name="Then"/>; <paramref name="Continue"/>: and the rules below are asked as well.</summary>
internal sealed record Rule(string Name, When When, Outcome Then, bool Continue);

/// <summary>What a row comes to: events, or nothing for a reason.</summary>
internal abstract record Outcome;

internal sealed record Emit(IReadOnlyList<EmittedEvent> Events) : Outcome;

internal sealed record Drop(string Reason) : Outcome;

/// <summary>An event to make of a row. What is null here is as the mapping says for all.</summary>
internal sealed record EmittedEvent(
    string Type, IReadOnlyDictionary<string, ValueSource> Data, Expression? Id, ValueSource? Subject, ValueSource? Time, TimeFormat Times)
{
    /// <summary>What is put behind the row's id when the event has none of its own, so that the events of one row differ.</summary>
    public string Suffix => Type[(Type.LastIndexOf('.') + 1)..];
}
