using System.Text.Json;
using System.Text.Json.Serialization;
using KpiPlatform.Contracts.V1;
using MassTransit;

namespace KpiPlatform.Contracts.Tests;

/// <summary>
/// What is on the bus and in the log was written by yesterday's program and is read by tomorrow's. When one of these fails, the change breaks
/// readers that are already out there: add a member instead, or a V2 beside V1 (contracts/README.md).
/// </summary>
public sealed class WireTests
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Golden");
    private static readonly JsonSerializerOptions Plain = new() { WriteIndented = true, NewLine = "\n" };
    private static readonly JsonSerializerOptions AsTheBusDoes = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static TheoryData<string> Types => [.. EventTypes.All];

    [Theory]
    [MemberData(nameof(Types))]
    public void An_event_looks_on_the_wire_as_it_always_did(string type) => Same(type + ".json", Examples.Event(type));

    [Fact]
    public void A_message_looks_on_the_wire_as_it_always_did() => Same("event-batch.json", Examples.Batch);

    [Fact]
    public void A_notice_looks_on_the_wire_as_it_always_did() => Same("sla-state-changed.json", Examples.Notice);

    [Theory]
    [MemberData(nameof(Types))]
    public void What_was_written_once_can_be_read_for_ever(string type)
    {
        var read = JsonSerializer.Deserialize<CanonicalEvent>(File.ReadAllText(Path.Combine(Golden, type + ".json")), AsTheBusDoes)!;
        Assert.Equivalent(Examples.Event(type), read, strict: true);
    }

    [Fact]
    public void A_reader_passes_over_members_of_a_later_version()
    {
        var read = JsonSerializer.Deserialize<EventBatch>("""{"events":[{"workspace":"w","source":"/s","subject":"t","id":"e","type":"helpdesk.ticket.pended","time":"2026-09-01T00:00:00Z","received_at":"2026-09-01T00:00:00Z","data":{"mood":"fine"},"colour":"red"}],"of":"later"}""", AsTheBusDoes)!;
        Assert.Equal("t", Assert.Single(read.Events).Subject);
    }

    [Fact]
    public void Every_event_type_has_its_example() => Assert.Equal(EventTypes.All.Order(StringComparer.Ordinal), Examples.ByType.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_member_is_in_some_example()
    {
        var never = typeof(EventData).GetProperties().Where(p => Examples.ByType.Values.All(d => p.GetValue(d) is null));
        Assert.Empty(never.Select(p => p.Name));
    }

    [Fact]
    public void The_bus_knows_the_messages_by_their_names() => Assert.Equal(
        ("urn:message:KpiPlatform.Contracts.V1:EventBatch", "urn:message:KpiPlatform.Contracts.V1:SlaStateChanged"),
        (MessageUrn.ForTypeString<EventBatch>(), MessageUrn.ForTypeString<SlaStateChanged>()));

    [Fact]
    public void A_message_holds_at_most_500_events() => Assert.Equal(500, EventBatch.MaxEvents);

    /// <summary>Whatever naming policy a serialiser has, the names are the same. To write the files anew: KPI_WRITE_GOLDEN=folder.</summary>
    private static void Same<T>(string name, T value)
    {
        var json = JsonSerializer.Serialize(value, AsTheBusDoes);
        if (Environment.GetEnvironmentVariable("KPI_WRITE_GOLDEN") is { } folder) File.WriteAllText(Path.Combine(folder, name), json + "\n");
        Assert.Equal(File.ReadAllText(Path.Combine(Golden, name)).TrimEnd(), json);
        var plain = JsonSerializer.Deserialize<JsonElement>(JsonSerializer.Serialize(value, Plain));
        Assert.True(Names(JsonSerializer.Deserialize<JsonElement>(json)).IsSubsetOf(Names(plain)));
    }

    private static HashSet<string> Names(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => [.. json.EnumerateObject().SelectMany(p => Names(p.Value).Append(p.Name))],
        JsonValueKind.Array => [.. json.EnumerateArray().SelectMany(Names)],
        _ => [],
    };
}
