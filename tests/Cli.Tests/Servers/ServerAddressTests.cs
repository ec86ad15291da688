using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Tests.Servers;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("amqp://u:p@a.example:5673,b.example/v", "a.example:5673 b.example:5672")]
    [InlineData("amqps://u:p%40@a.example/", "a.example:5671")]
    public void Every_node_of_a_cluster_is_asked(string uri, string nodes) =>
        Assert.Equal(nodes, string.Join(' ', ServerAddress.OfRabbitMq(uri).Select(at => FormattableString.Invariant($"{at.Host}:{at.Port}"))));

    [Theory]
    [InlineData("Host=a.example,b.example:5433;Port=6432;Database=kpi", "a.example:6432 b.example:5433")]
    [InlineData("Server=a.example;Database=kpi", "a.example:5432")]
    public void Every_host_of_the_database_is_asked(string connectionString, string hosts) =>
        Assert.Equal(hosts, string.Join(' ', ServerAddress.OfPostgres(connectionString).Select(at => FormattableString.Invariant($"{at.Host}:{at.Port}"))));

    [Theory]
    [InlineData("amqp://a.example,/v")]
    [InlineData("http://a.example/v")]
    public void What_is_no_address_is_refused(string uri) => Assert.Throws<CommandException>(() => ServerAddress.OfRabbitMq(uri));
}
