using System.Text.Json;
using KpiPlatform.Kpis;

namespace KpiPlatform.Aggregator.Tests;

/// <summary>What a workspace decides in the course of a test: a few documents of rules under which the same tickets have other business times.</summary>
internal static class Decided
{
    public static IReadOnlyList<string> Documents { get; } =
    [
        """{"calendars":[{"id":"office","timezone":"UTC","weekly":{"mon":[["09:00","17:00"]]},"default":true,"revision":1}]}""",
        """{"calendars":[{"id":"office","timezone":"Europe/Berlin","weekly":{"mon":[["10:00","12:00"],["13:00","15:00"]]},"default":true,"revision":2}],"targets":[]}""",
        """{"calendars":[{"id":"first","timezone":"UTC","weekly":{"mon":[["09:30","12:00"]]},"teams":["first"],"revision":3}]}""",
        """{"calendars":[]}""",
    ];

    /// <summary>The rules of a document; of none those of a workspace that has decided nothing.</summary>
    public static Rules Rules(int number) => number == 0 ? Kpis.Rules.None : RulesDocument.Read(number, JsonSerializer.Deserialize<JsonElement>(Documents[(number - 1) % Documents.Count]));
}

/// <summary>A clock that stands where a test puts it.</summary>
internal sealed class SetClock : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 9, 30, 15, TimeSpan.Zero);
    private long ticks = Start.UtcTicks;

    public DateTimeOffset Now
    {
        get => new(Volatile.Read(ref ticks), TimeSpan.Zero);
        set => Volatile.Write(ref ticks, value.UtcTicks);
    }

    public override DateTimeOffset GetUtcNow() => Now;
}
