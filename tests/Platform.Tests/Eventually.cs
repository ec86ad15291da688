namespace KpiPlatform.Platform.Tests;

internal static class Eventually
{
    public static async Task AsyncTrue(Func<Task<bool>> condition, TimeSpan patience)
    {
        var end = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (!await condition())
        {
            if (Environment.TickCount64 > end) throw new TimeoutException("It did not come true in time.");
            await Task.Delay(100);
        }
    }
}
