namespace KpiPlatform.Cli.Demo;

/// <summary>When the simulated desk is busy, and when its agents are at work (weekdays 8 to 18, Saturday 9 to 14).</summary>
internal static class DemoHours
{
    /// <summary>Requests a minute at this instant, by the desk's own clock.</summary>
    public static double RequestsPerMinute(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return DemoCast.Hours[local.Hour] * DemoCast.Weekdays[(int)local.DayOfWeek] / 60;
    }

    /// <summary>The instant itself when somebody is at work, else some minutes into the next shift.</summary>
    public static DateTimeOffset NextOnDuty(DateTimeOffset at, TimeZoneInfo zone, Dice dice)
    {
        var moved = false;
        while (!OnDuty(TimeZoneInfo.ConvertTime(at, zone)))
        {
            (moved, at) = (true, at.AddMinutes(30));
        }

        return moved ? at.AddSeconds(dice.Whole(0, 5400)) : at;
    }

    private static bool OnDuty(DateTimeOffset local) => local.DayOfWeek switch
    {
        DayOfWeek.Sunday => false,
        DayOfWeek.Saturday => local.Hour is >= 9 and < 14,
        _ => local.Hour is >= 8 and < 18,
    };
}
