using KpiPlatform.Testing;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>A stack of the test class's own.</summary>
public sealed class RunningStack : IAsyncLifetime
{
    public KpiStack Stack { get; private set; } = null!;

    /// <summary>The number of the aggregator that runs now.</summary>
    public int Aggregator { get; set; }

    public async ValueTask InitializeAsync() => Stack = await KpiStack.StartAsync();

    public ValueTask DisposeAsync() => Stack?.DisposeAsync() ?? ValueTask.CompletedTask;
}
