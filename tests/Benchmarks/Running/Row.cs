using System.Globalization;
using System.Text.Json.Serialization;

namespace KpiPlatform.Benchmarks.Running;

/// <summary>One line of the table: what the platform does beside what the obvious way does, in the same run on the same machine.</summary>
/// <param name="Ratio">How many times better than <paramref name="Baseline"/>.</param>
internal sealed record Row(string Name, double Value, string Unit, double Baseline, double Ratio, double Aim)
{
    public bool Met => Ratio >= Aim;

    /// <summary>What both sides are, for people.</summary>
    [JsonIgnore]
    public string About { get; init; } = "";

    public static Row MoreIsBetter(string name, string unit, double value, double baseline, double aim) => new(name, Round(value), unit, Round(baseline), Round(value / baseline), aim);

    public static Row LessIsBetter(string name, string unit, double value, double baseline, double aim) => new(name, Round(value), unit, Round(baseline), Round(baseline / value), aim);

    // Three digits are more than such measurements are worth.
    private static double Round(double value) => double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
