using System.Text.Json;
using KpiPlatform.Cli.Keys;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Testing;

/// <summary>
/// The whole pipeline as `./kpi up` runs it, as real processes on free ports, with a database, a vhost and a keys file of its own.
/// The services must be built in the same configuration as the tests.
/// </summary>
public sealed partial class KpiStack : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, ProcessIdentity> _processes = new(StringComparer.Ordinal);
    private readonly List<ServiceProcess> _aggregators = [];
    private ServiceProcess? _ingestion;
    private readonly Installation _installation;
    private readonly string _folder;
    private readonly KeysFile _keys;

    private KpiStack(Installation installation, string folder) =>
        (_installation, _folder, _keys) = (installation, folder, new KeysFile(installation.KeysFile));

    public Uri IngestUrl { get; private set; } = null!;

    public Uri QueryUrl { get; private set; } = null!;

    /// <summary>The database of this stack, for looking behind the curtain.</summary>
    public string Postgres => _installation.Postgres;

    /// <summary>Where the services' logs, their keys and sources files and ingestion's spool are.</summary>
    public string Folder => _folder;

    /// <summary>Of a cluster its first node.</summary>
    public Uri RabbitMq => new(_installation.RabbitMq.Split(',') is [var first, .., var last] ? first + last[last.IndexOf('/', StringComparison.Ordinal)..] : _installation.RabbitMq);

    /// <param name="aggregators">How many.</param>
    /// <param name="rabbitMq">The address of a broker of the test's own, e.g. a cluster.</param>
    /// <param name="postgres">The connection string of a database of the test's own.</param>
    /// <param name="replica">Of a copy of it, from which query answers.</param>
    public static async Task<KpiStack> StartAsync(int aggregators = 1, string? rabbitMq = null, string? postgres = null, string? replica = null)
    {
        postgres ??= await (await PostgresServer.GetAsync()).NewDatabaseAsync();
        rabbitMq ??= (await (await RabbitMqServer.GetAsync()).NewVhostAsync()).ToString();
        var folder = PrivateHome.Below(Path.GetFileName(rabbitMq) is { Length: > 0 } vhost ? vhost : "stack-" + Path.GetRandomFileName());
        var stack = new KpiStack(new(postgres, rabbitMq, Path.Combine(folder, "keys.json")) { PostgresReplica = replica }, folder);
        await stack._keys.EnsureAsync();
        await stack.AggregatorAsync("migrate");
        for (var i = 0; i < aggregators; i++)
            await stack.StartAggregatorAsync();
        await stack.StartIngestionAsync();
        stack.QueryUrl = await stack.StartAsync("query", "Query");
        return stack;
    }

    /// <summary>A key for a workspace, made if new. The services know it within a second.</summary>
    public Task<string> NewKeyAsync(string workspace, params string[] scopes) => _keys.ChangeAsync(document =>
    {
        var (next, key) = KeyRing.CreateKey(document, workspace, scopes, TimeProvider.System.GetUtcNow());
        return (next, key.Key);
    });

    /// <summary>The workspace's secret for Standard Webhooks (whsec_…).</summary>
    public Task<string> SigningSecretAsync(string workspace) => _keys.ChangeAsync(document =>
    {
        var (next, secret) = KeyRing.SigningSecret(document, workspace, another: false, TimeProvider.System.GetUtcNow());
        return (next, secret.Secret);
    });

    /// <summary>SIGKILL, like <see cref="KillAggregatorAsync"/>.</summary>
    public Task KillIngestionAsync() => _processes["ingestion"].StopAsync(Native.SigKill, TimeSpan.FromSeconds(5));

    /// <summary>Starts ingestion, after a kill on the same port and with the same folder, and waits until it is ready.</summary>
    public async Task StartIngestionAsync()
    {
        _ingestion ??= Service("ingestion", "Ingestion");
        IngestUrl = await StartAsync(_ingestion);
    }

    /// <summary>One more ingestion beside the first, with a folder of its own; where it is.</summary>
    public Task<Uri> AddIngestionAsync()
    {
        var name = $"ingestion-{_processes.Count}";
        return StartAsync(Service(name, "Ingestion"), _installation with { IngestionHome = Path.Combine(_folder, name) });
    }

    /// <summary>Runs `./kpi` with these words against this stack, with a KPI_HOME of its own; returns its last line.</summary>
    public async Task<string> KpiAsync(params string[] words)
    {
        Dictionary<string, string?> environment = new(_installation.Environment, StringComparer.Ordinal) { ["KPI_HOME"] = Path.Combine(_folder, "home") };
        var result = await Shell.RunAsync([DotNet.Host, Checkout.Program("Cli"), .. words], environment);
        return result.Ok
            ? result.Output.TrimEnd().Split('\n')[^1]
            : throw new InvalidOperationException($"kpi {string.Join(' ', words)} ended with {result.ExitCode}: {result.Output}\n{result.Errors}");
    }

    /// <summary>Runs a verb of the aggregator (rebuild, verify, quarantine …) to its end and returns what it printed; fails unless it exits with 0.</summary>
    public Task<string> AggregatorAsync(params string[] words) => VerbAsync("Aggregator", words);

    /// <summary>The same for a verb of ingestion (sources …).</summary>
    public Task<string> IngestionAsync(params string[] words) => VerbAsync("Ingestion", words);

    /// <summary>Connects a vendor as an admin does who has its secret in a file; where the vendor sends to.</summary>
    public async Task<Uri> ConnectAsync(string vendor, string workspace, string secret)
    {
        var file = Path.Combine(_folder, $"secret-{vendor}-{workspace}");
        await File.WriteAllTextAsync(file, secret);
        var said = await IngestionAsync("sources", "add", vendor, "--workspace", workspace, "--secret-file", file, "--url", IngestUrl.ToString(), "--json");
        return new Uri(JsonDocument.Parse(said.TrimEnd().Split('\n')[^1]).RootElement.GetProperty("url").GetString()!);
    }

    private async Task<string> VerbAsync(string program, string[] words)
    {
        var result = await Shell.RunAsync([DotNet.Host, Checkout.Program(program), .. words], _installation.Environment);
        return result.Ok ? result.Output : throw new InvalidOperationException($"{program} {string.Join(' ', words)} ended with {result.ExitCode}: {result.Output}\n{result.Errors}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
            await process.StopAsync(Native.SigTerm, TimeSpan.FromSeconds(10));
    }

    private Task<Uri> StartAsync(string name, string program) => StartAsync(Service(name, program));

    private async Task<Uri> StartAsync(ServiceProcess service, Installation? installation = null)
    {
        var process = _processes[service.Name] = service.Start(installation ?? _installation);
        await service.ReadyAsync(() => process.IsAlive, Patience, CancellationToken.None);
        return service.Url;
    }

    private ServiceProcess NextAggregator()
    {
        _aggregators.Add(Service($"aggregator-{_aggregators.Count}", "Aggregator"));
        return _aggregators[^1];
    }

    private ServiceProcess Service(string name, string program) => new(name, program, Ports.Free(), Path.Combine(_folder, name + ".log"));
}
