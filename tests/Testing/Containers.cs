#if CONTAINERS
using DotNet.Testcontainers.Builders;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Testing;

/// <summary>Both servers as containers, compiled in with -p:Containers=true. Testcontainers' own reaper removes them.</summary>
internal static class Containers
{
    public static async Task<string> PostgresAsync()
    {
        var container = new ContainerBuilder()
            .WithImage("postgres:17")
            .WithEnvironment("POSTGRES_PASSWORD", "kpi")
            .WithPortBinding(5432, assignRandomHostPort: true)
            // Said twice: by the server that initialises, and by the one that stays.
            .WithWaitStrategy(Wait.ForUnixContainer().UntilMessageIsLogged("(?s)ready to accept connections.*ready to accept connections"))
            .Build();
        await container.StartAsync();
        return $"Host={container.Hostname};Port={container.GetMappedPublicPort(5432)};Username=postgres;Password=kpi;Database=postgres";
    }

    public static async Task<(Uri Uri, Func<string[], Task<ShellResult>> Control)> RabbitMqAsync()
    {
        var container = new ContainerBuilder()
            .WithImage("rabbitmq:4.0")
            .WithPortBinding(5672, assignRandomHostPort: true)
            .WithWaitStrategy(Wait.ForUnixContainer().UntilMessageIsLogged("Server startup complete"))
            .Build();
        await container.StartAsync();
        return (new Uri($"amqp://guest:guest@{container.Hostname}:{container.GetMappedPublicPort(5672)}/"), Control);

        async Task<ShellResult> Control(string[] words)
        {
            var result = await container.ExecAsync(["rabbitmqctl", "-q", .. words]);
            return new((int)result.ExitCode, result.Stdout, result.Stderr);
        }
    }
}
#endif
