using System.Text.Json.Nodes;

namespace KpiPlatform.Mapping.Rows;

/// <summary>A row: the line it begins on (from 1), what it holds, and how it is written. With a problem it holds nothing.</summary>
internal sealed record Row(long Line, JsonObject? Value, string Raw, string? Problem = null);
