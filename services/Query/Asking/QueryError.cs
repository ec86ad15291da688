using System.Text.Json.Serialization;

namespace KpiPlatform.Query.Asking;

/// <summary>One mistake of a query.</summary>
/// <param name="Parameter">Which parameter.</param>
/// <param name="Code">A stable word for programs.</param>
/// <param name="Detail">What is wrong with it.</param>
internal sealed record QueryError(string Parameter, string Code, string Detail)
{
    /// <summary>What would be right, where that can be listed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyCollection<string>? Allowed { get; init; }

    /// <summary>What was probably meant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DidYouMean { get; init; }
}

/// <summary>Something that a reader of the answer may overlook.</summary>
internal sealed record Warning(string Code, string Detail);
