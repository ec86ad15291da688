using KpiPlatform.Aggregator.Retaining;
using KpiPlatform.Platform.Hosting;
using Microsoft.Extensions.Configuration;

namespace KpiPlatform.Aggregator.Tests.Retaining;

public sealed class KeepTests
{
    [Theory]
    [InlineData("400d", null, "400")]
    [InlineData("400d", "400d", "400 400")]
    [InlineData(null, null, "for ever")]
    [InlineData("0d", null, "KPI_KEEP_LOG must be a number of days from 1 to 36500, like 400d, not \"0d\".")]
    [InlineData("400", null, "KPI_KEEP_LOG must be a number of days from 1 to 36500, like 400d, not \"400\".")]
    [InlineData("400d", "-1d", "KPI_KEEP_NUMBERS must be a number of days from 1 to 36500, like 400d, not \"-1d\".")]
    [InlineData(null, "400d", "KPI_KEEP_NUMBERS needs KPI_KEEP_LOG: as long as there is a log, numbers are made from it.")]
    [InlineData("400d", "399d", "KPI_KEEP_NUMBERS must not be less than KPI_KEEP_LOG (400d): as long as there is a log, numbers are made from it.")]
    public void It_is_told_in_days(string? log, string? numbers, string expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("KPI_KEEP_LOG", log), new("KPI_KEEP_NUMBERS", numbers)]).Build();
        Assert.Equal(expected, Told(configuration));

        static string Told(IConfiguration configuration)
        {
            try
            {
                return Keep.Of(configuration) is { Log: { } log } keep ? $"{log.Days} {keep.Numbers?.Days}".TrimEnd() : "for ever";
            }
            catch (SettingsException e)
            {
                return e.Message;
            }
        }
    }
}
