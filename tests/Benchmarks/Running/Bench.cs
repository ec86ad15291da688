using KpiPlatform.Cli.Keys;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;
using KpiPlatform.Platform.Hosting;
using KpiPlatform.Testing;
using Microsoft.Extensions.Configuration;

namespace KpiPlatform.Benchmarks.Running;

/// <summary>The bench's own servers, database, vhost and keys, and the services as real processes beside them. Nothing of the user's stack is touched.</summary>
internal sealed class Bench : IAsyncDisposable
{
    public const string Workspace = Desk.DeskEvents.Workspace;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Installation installation;
    private readonly string folder;
    private readonly KeysFile keys;
    private readonly List<ProcessIdentity> processes = [];

    private Bench(Installation installation, string folder) => (this.installation, this.folder, keys) = (installation, folder, new KeysFile(installation.KeysFile));

    /// <summary><c>KPI_PARTITIONS</c>, which the services are told too.</summary>
    public static int Partitions { get; } = new ConfigurationBuilder().AddEnvironmentVariables().Build().Partitions();

    public string Postgres => installation.Postgres;

    public Uri RabbitMq => new(installation.RabbitMq);

    public static async Task<Bench> StartAsync()
    {
        var postgres = await (await PostgresServer.GetAsync()).NewDatabaseAsync("bench");
        var rabbit = await (await RabbitMqServer.GetAsync()).NewVhostAsync("bench");
        var place = Directory.CreateTempSubdirectory("kpi-bench-").FullName;
        Environment.SetEnvironmentVariable("KPI_INGEST_RATE_LIMIT", "0"); // what is measured is not how well it says no
        var bench = new Bench(new(postgres, rabbit.ToString(), Path.Combine(place, "keys.json")), place);
        await bench.keys.EnsureAsync();
        var migrated = await Shell.RunAsync([DotNet.Host, Checkout.Program("Aggregator"), "migrate"], bench.installation.Environment);
        return migrated.Ok ? bench : throw new CommandException($"migrate ended with {migrated.ExitCode}: {migrated.Said}");
    }

    /// <summary>An API key of the bench's workspace.</summary>
    public Task<string> KeyAsync(params string[] scopes) => keys.ChangeAsync(document =>
    {
        var (next, key) = KeyRing.CreateKey(document, Workspace, scopes, TimeProvider.System.GetUtcNow());
        return (next, key.Key);
    });

    /// <summary>The workspace's secret for Standard Webhooks, as bytes.</summary>
    public async Task<byte[]> SigningSecretAsync() => Convert.FromBase64String((await keys.ChangeAsync(document =>
    {
        var (next, secret) = KeyRing.SigningSecret(document, Workspace, another: false, TimeProvider.System.GetUtcNow());
        return (next, secret.Secret);
    }))["whsec_".Length..]);

    /// <summary>Starts a service on a free port and returns when it is ready, with where it is and how to end it.</summary>
    /// <param name="setting">One more setting it is told, as NAME=value.</param>
    public async Task<Service> StartAsync(string program, string? setting = null)
    {
        var service = new ServiceProcess($"{program}-{processes.Count}", program, Ports.Free(), Path.Combine(folder, $"{program}-{processes.Count}.log"));
        var process = Start(service, setting?.Split('='));
        processes.Add(process);
        await service.ReadyAsync(() => process.IsAlive, Patience, CancellationToken.None);
        return new(service.Url, process);
    }

    // What a service is started with is this process's environment and the installation's.
    private ProcessIdentity Start(ServiceProcess service, string[]? setting)
    {
        var ofItsOwn = installation with { IngestionHome = Path.Combine(folder, service.Name + "-home") };
        if (setting is null) return service.Start(ofItsOwn);
        Environment.SetEnvironmentVariable(setting[0], setting[1]);
        var process = service.Start(ofItsOwn);
        Environment.SetEnvironmentVariable(setting[0], null);
        return process;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes) await process.StopAsync(Native.SigTerm, TimeSpan.FromSeconds(10));
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>A service that runs for the bench.</summary>
internal sealed record Service(Uri Url, ProcessIdentity Process)
{
    public Task StopAsync() => Process.StopAsync(Native.SigTerm, TimeSpan.FromSeconds(15));
}
