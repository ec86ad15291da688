using Microsoft.Extensions.Logging;

namespace KpiPlatform.Architecture.Tests;

/// <summary>What the core must not do, so that the tests can show they would find it.</summary>
internal sealed class Sins
{
    internal static class ReadsAFile { public static string Do() => File.ReadAllText("x"); }

    internal static class AsksTheClock { public static DateTimeOffset Do() => DateTimeOffset.UtcNow; }

    internal static class TakesAClock { public static int Do(TimeProvider time) => time.GetHashCode(); }

    internal static class AsksTheNodaClock { public static object Do() => NodaTime.SystemClock.Instance; }

    internal static class ThrowsDice { public static int Do() => Random.Shared.Next(); }

    internal static class MakesIds { public static Guid Do() => Guid.NewGuid(); }

    internal sealed class Logs { public ILogger? Logger; }

    internal sealed class IsInjected(IServiceProvider services) { public object Do() => services; }

    internal static class Waits { public static void Do() => Task.Delay(1).Wait(); }

    internal static class IsAsync { public static async IAsyncEnumerable<int> Do() { await Task.Yield(); yield return 1; } }

    internal static class Prints { public static void Do() => Console.WriteLine(); }

    internal static class ReadsTheEnvironment { public static int Do() => Environment.ProcessId; }

    internal static class HidesItInALambda { public static Func<string, string[]> Do() => static path => File.ReadAllLines(path); }
}
