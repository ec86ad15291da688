using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Kpis.Tickets;

/// <summary>Keeps the stretches between its starts and stops. A stop that is not after its start adds none.</summary>
internal sealed class WorkClock
{
    private readonly List<Stretch> stretches = [];
    private DateTimeOffset? runningSince;

    /// <summary>All until now.</summary>
    public IReadOnlyList<Stretch> Stretches => [.. stretches];

    public void Start(DateTimeOffset at) => runningSince ??= at;

    public void Stop(DateTimeOffset at)
    {
        if (runningSince is { } since && at > since) stretches.Add(new Stretch(since, at));
        runningSince = null;
    }
}

/// <summary>The last answer of each survey: one survey of a kind may ask about several areas, and each area has its own answer.</summary>
internal sealed class SurveyAnswers
{
    private readonly Dictionary<(string Kind, string? Survey, string? Area), SurveyAnswer> last = [];

    public void Add(TimelineEvent e, string? lastToReply, string? assignee)
    {
        if (e.Data is not { Kind: { } kind, Score: { } score, Scale: { } scale }) return;
        last[(kind, e.Data.Survey, e.Data.Area)] = new SurveyAnswer(e.Time, kind, score, scale, e.Data.Agent ?? lastToReply, e.Data.Area, assignee);
    }

    public IReadOnlyList<SurveyAnswer> ToList() => last.Count == 0 ? [] : [.. last.Values.OrderBy(a => a.At).ThenBy(a => a.Kind, StringComparer.Ordinal)];
}

internal static class AttributesExtensions
{
    private static readonly string[] ChannelNames = Enum.GetNames<Channel>().Select(name => name.ToLowerInvariant()).ToArray();

    /// <summary>As on the wire and in every dimension: <c>email</c>.</summary>
    public static string InWords(this Channel channel) => ChannelNames[(int)channel];

    /// <summary>Only the members that are present change; one given as an explicit null is cleared.</summary>
    public static Attributes With(this Attributes a, EventData d) => new(
        d.Channel is { } channel ? channel.InWords() : a.Channel,
        Now(d, d.ChannelDetail, a.ChannelDetail, "channel_detail"),
        Now(d, d.Agent, a.Assignee, "agent"),
        Now(d, d.Team, a.Team, "team"),
        Now(d, d.Category, a.Category, "category"),
        Now(d, d.Priority, a.Priority, "priority"),
        Now(d, d.Area, a.Area, "area"));

    private static string? Now(EventData d, string? given, string? before, string member) => given ?? (d.Clears(member) ? null : before);
}
