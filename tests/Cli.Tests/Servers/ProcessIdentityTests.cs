using System.Diagnostics;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Tests.Servers;

public sealed class ProcessIdentityTests : IDisposable
{
    private readonly Process _sleeper = Process.Start(new ProcessStartInfo("sleep", "60") { UseShellExecute = false })!;

    public void Dispose()
    {
        _sleeper.Kill();
        _sleeper.Dispose();
    }

    [Fact]
    public async Task A_process_is_known_again_and_can_be_stopped()
    {
        var identity = ProcessIdentity.Of(_sleeper.Id)!;
        Assert.True(identity.IsAlive);

        await identity.StopAsync(Native.SigTerm, TimeSpan.FromSeconds(5));

        Assert.False(identity.IsAlive);
        Assert.True(_sleeper.WaitForExit(5000));
    }

    [Fact]
    public async Task A_number_that_somebody_else_has_now_is_not_signalled()
    {
        var earlier = ProcessIdentity.Of(_sleeper.Id)! with { Started = 1 };

        Assert.False(earlier.IsAlive);
        await earlier.StopAsync(Native.SigKill, TimeSpan.FromSeconds(1));

        Assert.False(_sleeper.WaitForExit(200));
    }

    [Fact]
    public async Task Who_does_not_listen_is_killed()
    {
        var identity = ProcessIdentity.Of(_sleeper.Id)!;
        identity.Signal(Native.SigStop);

        await identity.StopAsync(Native.SigTerm, TimeSpan.FromMilliseconds(200));

        Assert.True(_sleeper.WaitForExit(5000));
    }

    [Fact]
    public void A_number_nobody_has_is_no_process() => Assert.Null(ProcessIdentity.Of(int.MaxValue));
}
