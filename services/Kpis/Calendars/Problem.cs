namespace KpiPlatform.Kpis.Calendars;

/// <summary>One mistake in a document.</summary>
/// <param name="Pointer">Where it is: a JSON pointer (RFC 6901), empty for the whole document.</param>
/// <param name="Detail">What is wrong and how it should be, for people.</param>
#pragma warning disable CA1720 // "Pointer" is the word of RFC 6901, not a type
public sealed record Problem(string Pointer, string Detail);
