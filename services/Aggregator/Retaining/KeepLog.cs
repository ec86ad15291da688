using System.Globalization;
using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Aggregator.Retaining;

/// <summary>How long the log of what is done is kept (<c>KPI_KEEP_LOG</c>), in whole days: <c>400d</c>. For ever when it is not set.</summary>
internal static class KeepLog
{
    /// <exception cref="SettingsException">It is set and is no number of days.</exception>
    public static TimeSpan? Of(IConfiguration configuration) => configuration["KPI_KEEP_LOG"] is { Length: > 0 } text
        ? Read(text) ?? throw new SettingsException("KPI_KEEP_LOG must be a number of days from 1 to 36500, like 400d.")
        : null;

    /// <summary>Null when the text is no such number.</summary>
    public static TimeSpan? Read(string text) =>
        text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 36500
            ? TimeSpan.FromDays(days)
            : null;
}
