using System.Collections.Concurrent;
using KpiPlatform.Kpis.Time;
using NodaTime;

namespace KpiPlatform.Kpis.Calendars;

/// <summary>
/// All calendars of a workspace, and which of them applies: at each instant the team's that is valid then, else the channel's, else the default. Of
/// several of one rank that are valid at once it is the one with the smaller id (by ordinal). Threads may share it.
/// </summary>
public sealed class CalendarSet
{
    private readonly Ranked[] calendars;
    private readonly HashSet<string> teams;
    private readonly HashSet<string> channels;
    private readonly ConcurrentDictionary<(string? Team, string? Channel), BusinessTime?> known = new();

    public CalendarSet(IReadOnlyList<Calendar> calendars)
    {
        Calendars = calendars;
        this.calendars = [.. calendars.OrderBy(c => c.Id, StringComparer.Ordinal).Select(c => new Ranked(c, StartOf(c, c.ValidFrom) ?? long.MinValue, StartOf(c, c.ValidTo) ?? long.MaxValue, new(c)))];
        teams = [.. calendars.SelectMany(c => c.Teams)];
        channels = [.. calendars.SelectMany(c => c.Channels)];
    }

    /// <summary>A workspace without calendars: no business time is known.</summary>
    public static CalendarSet None { get; } = new([]);

    public IReadOnlyList<Calendar> Calendars { get; }

    /// <summary>Business time for a ticket of a team and a channel, either null when it has none; null when no calendar applies at any time.</summary>
    public BusinessTime? For(string? team, string? channel)
    {
        // Names that no calendar knows are one and the same: what tickets bring must not fill the memory.
        var key = (team is not null && teams.Contains(team) ? team : null, channel is not null && channels.Contains(channel) ? channel : null);
        return known.TryGetValue(key, out var found) ? found : known.GetOrAdd(key, Applying(key.Item1, key.Item2));
    }

    private BusinessTime? Applying(string? team, string? channel)
    {
        Ranked[] inRank = [
            .. calendars.Where(c => team is not null && c.Calendar.Teams.Contains(team)),
            .. calendars.Where(c => channel is not null && c.Calendar.Channels.Contains(channel)),
            .. calendars.Where(c => c.Calendar.IsDefault)];
        var cuts = inRank.SelectMany(c => new[] { c.From, c.To }).Distinct().Order().ToArray();
        var validities = new List<Validity>();
        foreach (var (from, to) in cuts.Zip(cuts.Skip(1)))
        {
            if (inRank.FirstOrDefault(c => c.From <= from && to <= c.To) is not { } valid) continue;
            if (validities is [.., var last] && last.To == from && last.Clock == valid.Clock) validities[^1] = last with { To = to };
            else validities.Add(new(from, to, valid.Clock));
        }

        return validities.Count > 0 ? new BusinessTime([.. validities]) : null;
    }

    private static long? StartOf(Calendar calendar, LocalDate? date) => date is { } day ? calendar.Zone.StartOf(day).ToUnixTimeTicks() : null;

    private sealed record Ranked(Calendar Calendar, long From, long To, BusinessClock Clock);
}
