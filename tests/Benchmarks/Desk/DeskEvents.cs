using System.Text.Json;
using System.Text.Json.Serialization;
using KpiPlatform.Cli.Demo;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Benchmarks.Desk;

/// <summary>
/// A large help desk: many of the demo's desks side by side, 60 agents, their events in the order in which they reach the front door
/// (a few late, a few twice). The same span gives the same events.
/// </summary>
internal static class DeskEvents
{
    public const string Workspace = "bench";

    /// <summary>So many make about a million events in 28 days.</summary>
    private const int Desks = 17;

    /// <summary>Each desk has ten agents; so many desks have agents of their own.</summary>
    private const int Crews = 6;

    public static IEnumerable<CanonicalEvent> Between(DateTimeOffset from, DateTimeOffset to)
    {
        var desks = new PriorityQueue<(IEnumerator<DemoEvent> Events, int Crew), DateTimeOffset>();
        for (var seed = 1; seed <= Desks; seed++)
        {
            var events = new DemoDesk(seed, TimeZoneInfo.Utc).Events(from, to).GetEnumerator();
            if (events.MoveNext()) desks.Enqueue((events, seed % Crews), events.Current.SendAt);
        }

        while (desks.TryPeek(out var desk, out var sendAt) && sendAt < to)
        {
            yield return Canonical(desk.Events.Current, desk.Crew);
            if (desk.Events.MoveNext()) desks.DequeueEnqueue(desk, desk.Events.Current.SendAt);
            else desks.Dequeue();
        }
    }

    private static CanonicalEvent Canonical(DemoEvent e, int crew)
    {
        var wire = JsonSerializer.Deserialize(e.Json, DeskJson.Default.WireEvent)!;
        var data = wire.Data.Agent is { } agent ? wire.Data with { Agent = $"{agent}-{crew}" } : wire.Data;
        return new CanonicalEvent(Workspace, wire.Source, wire.Subject, wire.Id, wire.Type, wire.Time, e.SendAt, data);
    }
}

internal sealed record WireEvent(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("subject")] string Subject,
    [property: JsonPropertyName("time")] DateTimeOffset Time,
    [property: JsonPropertyName("data")] EventData Data);

[JsonSerializable(typeof(WireEvent))]
internal sealed partial class DeskJson : JsonSerializerContext;
