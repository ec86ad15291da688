using System.Globalization;
using System.Text.Json.Nodes;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Cli.Demo;

/// <summary>An event of the simulated desk and when it reaches the front door: a few come late, a few twice.</summary>
internal sealed record DemoEvent(DateTimeOffset SendAt, DateTimeOffset Time, string Json);

/// <summary>What is written down of one ticket, in the order it happens. The n-th event of a ticket always has the same id.</summary>
internal sealed class DemoScript(string source, string subject, Dice dice)
{
    private readonly List<DemoEvent> _events = [];

    public IReadOnlyList<DemoEvent> Events => _events;

    /// <summary>The ticket's clock: what is written next happens now.</summary>
    public required DateTimeOffset Now { get; set; }

    public void Write(string type, params ReadOnlySpan<(string Name, JsonNode? Value)> data)
    {
        var members = new JsonObject();
        foreach (var (name, value) in data) members[name] = value;
        var json = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"{subject}/{_events.Count + 1:000}"),
            ["source"] = source,
            ["type"] = type,
            ["subject"] = subject,
            ["time"] = Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture),
            ["data"] = members,
        }.ToJsonString();
        var late = dice.Chance(0.01) ? TimeSpan.FromMinutes(dice.Between(2, 90)) : TimeSpan.Zero;
        _events.Add(new DemoEvent(Now + late, Now, json));
        if (dice.Chance(0.01)) _twice.Add(new DemoEvent(Now + late + TimeSpan.FromSeconds(dice.Between(0, 600)), Now, json));
    }

    private readonly List<DemoEvent> _twice = [];

    /// <summary>All that is sent, repetitions included.</summary>
    public IEnumerable<DemoEvent> Sent => _events.Concat(_twice);

    public void Reply(string author, string? agent = null, bool isPublic = true, bool handoff = false, double? handleSeconds = null)
    {
        var data = new List<(string, JsonNode?)> { ("author", author) };
        if (agent is not null) data.Add(("agent", agent));
        if (!isPublic) data.Add(("public", false));
        if (handoff) data.Add(("handoff", true));
        if (handleSeconds is { } seconds) data.Add(("handle_seconds", Math.Round(seconds)));
        Write(EventTypes.TicketReplied, [.. data]);
    }
}
