using System.Security.Cryptography;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Testing;

/// <summary>The RabbitMQ of this test process: the one given in KPI_TEST_RABBITMQ, else a private one, else (opt-in) a container.</summary>
public sealed class RabbitMqServer
{
    private static readonly Lazy<Task<RabbitMqServer>> Instance = new(StartAsync);
    private readonly Func<string[], Task<ShellResult>>? _control;
    private readonly PrivateRabbitMq? _own;
    private readonly Uri _uri;

    private RabbitMqServer(Uri uri, string origin, Func<string[], Task<ShellResult>>? control, PrivateRabbitMq? own = null)
    {
        (_uri, _control, _own) = (uri, control, own);
        Console.WriteLine($"RabbitMQ for these tests: {origin}");
    }

    /// <summary>Whether this server is ours to pause, to stop and to set limits on.</summary>
    public bool CanControl => _own is not null;

    public static Task<RabbitMqServer> GetAsync() => Instance.Value;

    /// <returns>The address of an empty vhost. On a given server without rabbitmqctl: its own vhost, emptied of what is ours.</returns>
    public async Task<Uri> NewVhostAsync(string? name = null)
    {
        if (_control is null)
        {
            Console.WriteLine("RabbitMQ was given without rabbitmqctl (KPI_TEST_RABBITMQCTL): the tests share its vhost and empty it before each use.");
            await SharedVhost.EmptyAsync(_uri);
            return _uri;
        }
        var vhost = $"{name ?? "kpi_test"}_{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        await CtlAsync("eval", NewVhost(vhost, _uri.UserInfo.Split(':')[0]));
        return new UriBuilder(_uri) { Path = vhost }.Uri;
    }

    /// <summary>Runs rabbitmqctl with these words.</summary>
    public async Task<string> CtlAsync(params string[] words)
    {
        var result = await (_control ?? throw NotOurs())(words);
        return result.Ok ? result.Output : throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', words)}: {result.Said}");
    }

    /// <summary>The broker stands still, its connections stay open (SIGSTOP).</summary>
    public void Pause() => Own.Process!.Signal(Native.SigStop);

    public void Resume() => Own.Process!.Signal(Native.SigCont);

    /// <summary>Stops (or kills with SIGKILL) and starts again, same port, same data.</summary>
    public async Task RestartAsync(bool kill)
    {
        if (kill)
            await KillAsync();
        await StartAgainAsync();
    }

    /// <summary>SIGKILL: the broker is away until <see cref="StartAgainAsync"/>.</summary>
    public Task KillAsync() => Own.Process!.StopAsync(Native.SigKill, TimeSpan.FromSeconds(10));

    /// <summary>After a kill: same port, same data.</summary>
    public async Task StartAgainAsync()
    {
        await Own.StopAsync();
        await Own.StartAsync();
    }

    private PrivateRabbitMq Own => _own ?? throw NotOurs();

    private static InvalidOperationException NotOurs() => new("This RabbitMQ was given, not started by the tests; ask CanControl first.");

    // One call instead of add_vhost and set_permissions: each starts an Erlang machine of its own.
    private static string NewVhost(string vhost, string user) =>
        $"rabbit_vhost:add(<<\"{vhost}\">>, <<\"kpi\">>), rabbit_auth_backend_internal:set_permissions(<<\"{user}\">>, <<\"{vhost}\">>, <<\".*\">>, <<\".*\">>, <<\".*\">>, <<\"kpi\">>).";

    private static async Task<RabbitMqServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("KPI_TEST_RABBITMQ") is { Length: > 0 } given)
            return new(new Uri(given), "given by KPI_TEST_RABBITMQ", GivenControl());
        if (Discovery.OfThisMachine().RabbitMq() is { } programs)
            return await StartPrivateAsync(programs);
#if CONTAINERS
        var (uri, control) = await Containers.RabbitMqAsync();
        return new(uri, "a container", control);
#else
        throw new InvalidOperationException("No RabbitMQ: install it (Debian: apt-get install rabbitmq-server), set KPI_TEST_RABBITMQ, or test with -p:Containers=true.");
#endif
    }

    private static async Task<RabbitMqServer> StartPrivateAsync(string programs)
    {
        var home = PrivateHome.Below("rabbitmq");
        var book = new ServerBook();
        var server = new PrivateRabbitMq(programs, Discovery.OfThisMachine().Epmd(), await ServerPlace.PrepareAsync(home, "rabbitmq", book), book);
        await server.StartAsync();
        return new(server.Uri(), $"private, {programs}, in {home}", server.ControlAsync, server);
    }

    // A command line that ends where rabbitmqctl's words begin, e.g. "docker exec my-broker rabbitmqctl".
    private static Func<string[], Task<ShellResult>>? GivenControl() =>
        Environment.GetEnvironmentVariable("KPI_TEST_RABBITMQCTL") is { Length: > 0 } command
            ? words => Shell.RunAsync(["/bin/sh", "-c", command + " \"$@\"", "sh", .. words])
            : null;
}
