using System.Diagnostics;

namespace KpiPlatform.Testing;

/// <summary>Tries until it holds: what was accepted is counted a moment later.</summary>
public static class Eventually
{
    /// <summary>Runs <paramref name="check"/> until it does not throw; after <paramref name="patience"/> the last exception gets out.</summary>
    public static async Task HoldsAsync(Func<Task> check, TimeSpan? patience = null)
    {
        for (var since = Stopwatch.StartNew(); ;)
        {
            try
            {
                await check();
                return;
            }
            catch (Exception) when (since.Elapsed < (patience ?? TimeSpan.FromSeconds(10)))
            {
                await Task.Delay(100);
            }
        }
    }
}
