using KpiPlatform.Platform.Bus;
using KpiPlatform.Platform.Hosting;
using Microsoft.Extensions.Configuration;

namespace KpiPlatform.Platform.Tests.Bus;

public sealed class BrokerAddressTests
{
    [Fact]
    public void A_clusters_hosts_share_user_password_and_vhost_and_keep_their_ports()
    {
        var address = BrokerAddress.Parse("amqp://kpi:s%40cret@a.example:5673,b.example,[::1]:5674/my%2Fhost");
        Assert.True(address.IsCluster);
        Assert.Equal(["a.example:5673", "b.example:5672", "[::1]:5674"], address.Endpoints.Select(node => FormattableString.Invariant($"{node.HostName}:{node.Port}")));
        Assert.Equal(("kpi", "s@cret", "my/host"), (address.Factory.UserName, address.Factory.Password, address.Factory.VirtualHost));
    }

    [Theory]
    [InlineData("amqp://u:p@one.example/v", "one.example", 5672, false)]
    [InlineData("amqps://u:p@one.example/v", "one.example", 5671, true)]
    [InlineData("amqp://one.example:7000", "one.example", 7000, false)]
    public void One_host_is_no_cluster(string text, string host, int port, bool tls)
    {
        var address = BrokerAddress.Parse(text);
        Assert.False(address.IsCluster);
        Assert.Equal((host, port, tls), (address.Endpoints[0].HostName, address.Endpoints[0].Port, address.Endpoints[0].Ssl.Enabled));
    }

    [Theory]
    [InlineData("rabbit.example:5672", "amqp://")]
    [InlineData("http://u:hush@rabbit.example", "amqp://")]
    [InlineData("amqp://u:hush@a.example,,b.example/v", "empty")]
    [InlineData("amqp://u:hush@", "empty")]
    [InlineData("amqp://u:hush@a.example,b.example:port/v", "b.example:port")]
    [InlineData("amqp://u:hush@a.example:5672,A.example:5672/v", "twice")]
    [InlineData("amqp://u:hush@a.example/v/w", "virtual host")]
    public void What_is_wrong_is_named_and_the_password_is_not(string text, string named)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["KPI_RABBITMQ"] = text }).Build();
        var e = Assert.Throws<SettingsException>(() => configuration.RabbitMq());
        Assert.StartsWith("KPI_RABBITMQ", e.Message, StringComparison.Ordinal);
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", e.ToString(), StringComparison.Ordinal);
    }
}
