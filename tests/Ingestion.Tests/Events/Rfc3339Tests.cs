using KpiPlatform.Ingestion.Events;

namespace KpiPlatform.Ingestion.Tests.Events;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50.5200000Z")]
    [InlineData("1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57.0000000Z")]
    [InlineData("1990-12-31T23:59:60Z", "1991-01-01T00:00:00.0000000Z")]
    [InlineData("1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.8700000Z")]
    [InlineData("2026-03-02t09:05:00.123456999z", "2026-03-02T09:05:00.1234560Z")]
    [InlineData("2024-02-29T00:00:00+14:00", "2024-02-28T10:00:00.0000000Z")]
    public void A_date_time_is_read_to_the_microsecond_in_UTC(string text, string expected)
    {
        Assert.True(Rfc3339.TryParse(text, out var time));
        Assert.Equal(expected, time.UtcDateTime.ToString("o", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-03-02")]
    [InlineData("2026-03-02T09:05:00")]
    [InlineData("2026-03-02 09:05:00Z")]
    [InlineData("2026-03-02T09:05Z")]
    [InlineData("2026-3-2T09:05:00ZZZ")]
    [InlineData("2026-02-29T09:05:00Z")]
    [InlineData("2026-13-01T09:05:00Z")]
    [InlineData("2026-03-02T24:00:00Z")]
    [InlineData("2026-03-02T09:60:00Z")]
    [InlineData("2026-03-02T09:05:61Z")]
    [InlineData("2026-03-02T09:05:00.Z")]
    [InlineData("2026-03-02T09:05:00+2:00")]
    [InlineData("2026-03-02T09:05:00+0200")]
    [InlineData("2026-03-02T09:05:00+02:60")]
    [InlineData("0001-01-01T00:00:00+02:00")]
    [InlineData("2026-03-02T09:05:00Z ")]
    [InlineData("+026-03-02T09:05:00Z")]
    public void Anything_looser_is_not(string text) => Assert.False(Rfc3339.TryParse(text, out _));
}
