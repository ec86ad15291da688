using System.Reflection;

namespace KpiPlatform.Architecture.Tests;

/// <summary>
/// The core gives the same numbers for the same events, whenever and wherever it runs: so it can't do anything but compute. What counts is the
/// built code, not what the sources look like.
/// </summary>
public sealed class PurityTests
{
    [Fact]
    public void The_kpis_only_compute() => Assert.Empty(Impurities.In(Assembly.Load("KpiPlatform.Kpis"), "KpiPlatform.Kpis"));

    [Fact]
    public void The_projection_only_computes() => Assert.Empty(Impurities.In(Assembly.Load("KpiPlatform.Aggregator"), "KpiPlatform.Aggregator.Projection"));

    [Fact]
    public void What_is_looked_at_is_there()
    {
        Assert.True(Impurities.Types(Assembly.Load("KpiPlatform.Kpis"), "KpiPlatform.Kpis").Count() > 50);
        Assert.Contains(Impurities.Types(Assembly.Load("KpiPlatform.Aggregator"), "KpiPlatform.Aggregator.Projection"), t => t.Name == "BatchProjector");
    }

    [Fact]
    public void The_storage_is_not_pure_and_is_found_not_to_be() =>
        Assert.NotEmpty(Impurities.In(Assembly.Load("KpiPlatform.Aggregator"), "KpiPlatform.Aggregator.Storage"));

    [Theory]
    [InlineData("ReadsAFile", "System.IO.File")]
    [InlineData("AsksTheClock", "DateTimeOffset.get_UtcNow")]
    [InlineData("TakesAClock", "System.TimeProvider")]
    [InlineData("AsksTheNodaClock", "NodaTime.SystemClock")]
    [InlineData("ThrowsDice", "System.Random")]
    [InlineData("MakesIds", "Guid.NewGuid")]
    [InlineData("Logs", "Microsoft.Extensions.Logging")]
    [InlineData("IsInjected", "System.IServiceProvider")]
    [InlineData("Waits", "System.Threading.Tasks.Task")]
    [InlineData("IsAsync", "AsyncStateMachine")]
    [InlineData("Prints", "System.Console")]
    [InlineData("ReadsTheEnvironment", "System.Environment")]
    [InlineData("HidesItInALambda", "System.IO.File")]
    public void Each_way_to_do_more_than_compute_is_found(string sin, string expected) =>
        Assert.Contains(Impurities.In(typeof(Sins).Assembly, typeof(Sins).Namespace!), i => i.Contains("Sins+" + sin, StringComparison.Ordinal) && i.Contains(expected, StringComparison.Ordinal));
}
