using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Facts;

/// <summary>What numbers are grouped and filtered by. The numeric values are stored and never change.</summary>
public enum Dimension
{
    Channel = 1,
    ChannelDetail = 2,
    Source = 3,
    Agent = 4,
    Team = 5,
    Category = 6,
    Priority = 7,
    Area = 8,
}

/// <summary>The values of one fact; null is "none", a group of its own.</summary>
public sealed record Dimensions(string? Channel, string? ChannelDetail, string Source, string? Agent, string? Team, string? Category, string? Priority, string? Area)
{
    /// <summary>All dimensions, in the order of their numbers.</summary>
    public static IReadOnlyList<Dimension> All { get; } = Enum.GetValues<Dimension>();

    /// <summary>The dimension's name in the API and in the column of the facts table: <c>channel_detail</c>.</summary>
    public static string NameOf(Dimension dimension) => dimension == Dimension.ChannelDetail ? "channel_detail" : dimension.ToString().ToLowerInvariant();

    public string? this[Dimension dimension] => dimension switch
    {
        Dimension.Channel => Channel,
        Dimension.ChannelDetail => ChannelDetail,
        Dimension.Source => Source,
        Dimension.Agent => Agent,
        Dimension.Team => Team,
        Dimension.Category => Category,
        Dimension.Priority => Priority,
        Dimension.Area => Area,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "Not a dimension."),
    };

    /// <summary>Of a ticket as a whole: the agent is whom it is assigned to.</summary>
    internal static Dimensions Of(string source, Attributes a) => new(a.Channel, a.ChannelDetail, source, a.Assignee, a.Team, a.Category, a.Priority, a.Area);

    internal static Dimensions Of(StreamId stream, Attributes a, string? agent, string? area, string? category) =>
        new(a.Channel, a.ChannelDetail, stream.Source, agent, a.Team, category, a.Priority, area);
}
