namespace KpiPlatform.Kpis.Calendars;

/// <summary>To come.</summary>
public sealed class CalendarSet
{
    public static CalendarSet None { get; } = new();

    public BusinessTime? For(string? team, string? channel) => null;
}

/// <summary>To come.</summary>
public sealed class BusinessTime
{
    public long? Milliseconds(DateTimeOffset from, DateTimeOffset to) => null;
}
