using System.Net;
using System.Net.Sockets;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Tests.Servers;

public sealed class PortsTests
{
    [Fact]
    public void A_free_port_is_none_that_an_outgoing_connection_could_be_given()
    {
        const string Range = "/proc/sys/net/ipv4/ip_local_port_range";
        if (!File.Exists(Range)) Assert.Skip("Only Linux says which ports it gives to outgoing connections.");
        var first = int.Parse(File.ReadAllText(Range).Split('\t')[0], System.Globalization.CultureInfo.InvariantCulture);

        Assert.All(Enumerable.Range(0, 50), _ => Assert.InRange(Ports.Free(), 1024, first - 1));
    }

    [Fact]
    public async Task A_server_that_starts_again_waits_for_its_port_and_never_takes_another()
    {
        using var taken = new TcpListener(IPAddress.Loopback, Ports.Free());
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var again = Ports.AgainAsync(port, CancellationToken.None);
        await Task.Delay(300);
        Assert.False(again.IsCompleted);

        taken.Stop();

        Assert.Equal(port, await again);
    }

    [Fact]
    public async Task A_port_that_is_not_let_go_of_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, Ports.Free());
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var e = await Assert.ThrowsAsync<CommandException>(() => Ports.AgainAsync(port, CancellationToken.None, patienceSeconds: 0));

        Assert.Contains($"Port {port}", e.Message, StringComparison.Ordinal);
    }
}
