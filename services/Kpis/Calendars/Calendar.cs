using NodaTime;

namespace KpiPlatform.Kpis.Calendars;

/// <summary>Open from a reading of the local clock up to, and without, another, in seconds since 00:00; 86,400 is 24:00.</summary>
public readonly record struct OpenHours(int Start, int End);

/// <summary>A date whose hours are not those of its weekday.</summary>
/// <param name="Hours">Ascending, without overlap; none when closed all day.</param>
public sealed record Holiday(LocalDate Date, string? Name, IReadOnlyList<OpenHours> Hours)
{
    public bool Equals(Holiday? other) => other is not null && Date == other.Date && Name == other.Name && Hours.SequenceEqual(other.Hours);

    public override int GetHashCode() => HashCode.Combine(Date, Name, Hours.Count);
}

/// <summary>When business time passes, and for whom. Two calendars are equal when their documents say the same.</summary>
public sealed record Calendar
{
    public required string Id { get; init; }

    /// <summary>Whose local clock and dates are meant.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>Seven days from Monday on; the hours of each ascend without overlap. A day with none is closed.</summary>
    public required IReadOnlyList<IReadOnlyList<OpenHours>> Weekly { get; init; }

    /// <summary>No date is there twice.</summary>
    public IReadOnlyList<Holiday> Holidays { get; init; } = [];

    /// <summary>The workspace's, for what no calendar of a team or channel applies to.</summary>
    public bool IsDefault { get; init; }

    public IReadOnlyList<string> Teams { get; init; } = [];

    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>The first local date it is valid on, from that date's first moment; null when it always was.</summary>
    public LocalDate? ValidFrom { get; init; }

    /// <summary>The first local date it is no longer valid on, from that date's first moment; null when it stays valid.</summary>
    public LocalDate? ValidTo { get; init; }

    public bool Equals(Calendar? other) =>
        other is not null && Id == other.Id && Zone.Id == other.Zone.Id && IsDefault == other.IsDefault
        && ValidFrom == other.ValidFrom && ValidTo == other.ValidTo
        && Weekly.Zip(other.Weekly).All(day => day.First.SequenceEqual(day.Second))
        && Holidays.SequenceEqual(other.Holidays) && Teams.SequenceEqual(other.Teams) && Channels.SequenceEqual(other.Channels);

    public override int GetHashCode() => HashCode.Combine(Id, Zone.Id, IsDefault, ValidFrom, ValidTo, Holidays.Count);
}
