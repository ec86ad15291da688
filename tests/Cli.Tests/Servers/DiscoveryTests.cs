using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Tests.Servers;

public sealed class DiscoveryTests : IDisposable
{
    private readonly TempFolder _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void The_newest_PostgreSQL_of_Debian_is_taken_by_number_and_not_by_letter()
    {
        _machine.With(Postgres("usr/lib/postgresql/9/bin")).With(Postgres("usr/lib/postgresql/15/bin"));

        Assert.Equal(_machine.At("usr/lib/postgresql/15/bin"), Look().Postgres());
    }

    [Fact]
    public void A_client_without_a_server_is_passed_over()
    {
        _machine.With("usr/lib/postgresql/17/bin/psql").With(Postgres("usr/lib/postgresql/15/bin"));

        Assert.Equal(_machine.At("usr/lib/postgresql/15/bin"), Look().Postgres());
    }

    [Fact]
    public void PATH_comes_before_the_usual_places()
    {
        _machine.With(Postgres("usr/lib/postgresql/17/bin")).With(Postgres("mine/bin"));

        Assert.Equal(_machine.At("mine/bin"), Look(_machine.At("nothing"), _machine.At("mine/bin")).Postgres());
    }

    [Theory]
    [InlineData("opt/homebrew/opt/postgresql@17/bin")]
    [InlineData("usr/local/opt/postgresql@14/bin")]
    [InlineData("home/linuxbrew/.linuxbrew/opt/postgresql/bin")]
    public void Homebrews_kegs_are_found(string folder)
    {
        _machine.With(Postgres(folder));

        Assert.Equal(_machine.At(folder), Look().Postgres());
    }

    [Fact]
    public void RabbitMQ_on_PATH_is_not_taken_when_it_is_Debians_wrapper()
    {
        _machine.With("usr/lib/rabbitmq/bin/rabbitmq-script-wrapper", "usr/lib/rabbitmq/bin/rabbitmq-server", "usr/lib/rabbitmq/bin/rabbitmqctl", "usr/sbin/rabbitmqctl");
        File.CreateSymbolicLink(_machine.At("usr/sbin/rabbitmq-server"), "../lib/rabbitmq/bin/rabbitmq-script-wrapper");

        Assert.Equal(_machine.At("usr/lib/rabbitmq/bin"), Look(_machine.At("usr/sbin")).RabbitMq());
    }

    [Fact]
    public void RabbitMQ_of_Homebrew_is_found()
    {
        _machine.With("opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server", "opt/homebrew/opt/rabbitmq/sbin/rabbitmqctl");

        Assert.Equal(_machine.At("opt/homebrew/opt/rabbitmq/sbin"), Look().RabbitMq());
    }

    [Fact]
    public void On_a_bare_machine_nothing_is_found()
    {
        Assert.Null(Look().Postgres());
        Assert.Null(Look().RabbitMq());
        Assert.Null(Look().Epmd());
    }

    private Discovery Look(params string[] path) => new(path, _machine.Path);

    private static string[] Postgres(string folder) => [$"{folder}/postgres", $"{folder}/initdb", $"{folder}/createdb"];
}
