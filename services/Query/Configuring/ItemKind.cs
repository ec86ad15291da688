using System.Text.Json;
using KpiPlatform.Kpis.Calendars;

namespace KpiPlatform.Query.Configuring;

/// <summary>A kind of thing that a workspace decides, and how one of them is checked.</summary>
/// <param name="Name">In paths and in the stored document: <c>calendars</c>.</param>
/// <param name="One">One of them, for people: <c>calendar</c>.</param>
/// <param name="Read">The item of a body in its one written form, with its id, or everything that is wrong with it.</param>
/// <param name="Clash">Why an item can't be there beside the others; null when it can. Each is in its written form.</param>
internal sealed record ItemKind(
    string Name,
    string One,
    Func<JsonElement, string, (string? Written, IReadOnlyList<Problem> Problems)> Read,
    Func<JsonElement, IReadOnlyList<JsonElement>, Problem?> Clash);
