namespace KpiPlatform.Cli.Demo;

/// <summary>Who works at the simulated desk: some are quicker than others.</summary>
internal sealed record DemoAgent(string Name, string Team, double Pace);

/// <summary>A way in: how long people usually wait there for a first answer, and whether it is staffed at night.</summary>
internal sealed record DemoChannel(string Name, IReadOnlyList<string> Details, TimeSpan UsualWait, bool RoundTheClock, double BotShare);

/// <summary>What a request is about, and who takes it.</summary>
internal sealed record DemoCategory(string Name, string Team, string Area, double ExtraRounds);

/// <summary>The people, channels and topics of the simulated desk: a web shop with stores.</summary>
internal static class DemoCast
{
    public const int Customers = 1800;

    public static readonly IReadOnlyList<DemoAgent> Agents =
    [
        new("anna", "orders", 0.7), new("ben", "orders", 1.0), new("chiara", "orders", 1.2), new("david", "orders", 1.5),
        new("eva", "technical", 0.8), new("farid", "technical", 1.0), new("greta", "technical", 1.4),
        new("hannes", "billing", 0.6), new("ines", "billing", 1.1), new("jonas", "billing", 1.7),
    ];

    public static readonly IReadOnlyList<(DemoChannel Value, double Weight)> Channels =
    [
        (new("email", [], TimeSpan.FromHours(2.5), RoundTheClock: false, BotShare: 0), 40),
        (new("chat", ["live_chat", "live_chat", "sms"], TimeSpan.FromMinutes(1.5), RoundTheClock: true, BotShare: 0.7), 24),
        (new("social", ["whatsapp", "whatsapp", "instagram", "facebook", "x"], TimeSpan.FromMinutes(25), RoundTheClock: true, BotShare: 0.4), 14),
        (new("voice", [], TimeSpan.FromSeconds(40), RoundTheClock: false, BotShare: 0), 11),
        (new("web", ["contact_form", "portal"], TimeSpan.FromHours(4), RoundTheClock: false, BotShare: 0), 11),
    ];

    public static readonly IReadOnlyList<(DemoCategory Value, double Weight)> Categories =
    [
        (new("delivery", "orders", "on_time_delivery", 0.5), 26), (new("returns", "orders", "returns", 0.7), 16),
        (new("pick_up", "orders", "pick_up", 0.2), 8), (new("billing", "billing", "payment", 0.6), 15),
        (new("product_question", "technical", "shop", 0.3), 13), (new("defect", "technical", "product_quality", 1.3), 11),
        (new("account", "billing", "shop", 0.3), 7), (new("complaint", "orders", "service", 1.1), 4),
    ];

    public static readonly IReadOnlyList<(string Value, double Weight)> Priorities = [("normal", 70), ("high", 18), ("low", 9), ("urgent", 3)];

    /// <summary>Requests an hour, from midnight on, of a weekday that is neither busy nor quiet.</summary>
    public static readonly IReadOnlyList<double> Hours =
        [2, 1, 1, 1, 1, 2, 5, 12, 22, 30, 32, 30, 24, 24, 27, 26, 23, 19, 15, 13, 12, 9, 6, 3];

    /// <summary>Share of that, from Sunday on.</summary>
    public static readonly IReadOnlyList<double> Weekdays = [0.25, 1.25, 1.1, 1.0, 1.0, 0.9, 0.4];
}
