using System.Globalization;
using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Aggregator.Retaining;

/// <summary>How long the log of what is done is kept (<c>KPI_KEEP_LOG</c>), and how long what was counted from it (<c>KPI_KEEP_NUMBERS</c>), in whole days: <c>400d</c>.</summary>
/// <param name="Log">Null: for ever.</param>
/// <param name="Numbers">Null: for ever.</param>
internal sealed record Keep(TimeSpan? Log, TimeSpan? Numbers = null)
{
    /// <exception cref="SettingsException">One of them is no number of days, or numbers are to go before their log.</exception>
    public static Keep Of(IConfiguration configuration)
    {
        var (log, numbers) = (Days(configuration, "KPI_KEEP_LOG"), Days(configuration, "KPI_KEEP_NUMBERS"));
        if (numbers is not null && log is null) throw new SettingsException("KPI_KEEP_NUMBERS needs KPI_KEEP_LOG: as long as there is a log, numbers are made from it.");
        if (numbers < log) throw new SettingsException($"KPI_KEEP_NUMBERS must not be less than KPI_KEEP_LOG ({log.Value.Days}d): as long as there is a log, numbers are made from it.");
        return new(log, numbers);
    }

    private static TimeSpan? Days(IConfiguration configuration, string name)
    {
        if (configuration[name] is not { Length: > 0 } text) return null;
        return text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 36500
            ? TimeSpan.FromDays(days)
            : throw new SettingsException($"{name} must be a number of days from 1 to 36500, like 400d, not \"{text}\".");
    }
}
