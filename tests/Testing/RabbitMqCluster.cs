using System.Diagnostics;
using System.Globalization;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Testing;

/// <summary>Three RabbitMQ nodes in one cluster, as processes of ours on loopback: one port mapper and one cookie, everything else apart.</summary>
public sealed class RabbitMqCluster : IAsyncDisposable
{
    private const int Size = 3;
    private readonly string _programs;
    private readonly Node[] _nodes;
    private ProcessIdentity? _epmd;

    private RabbitMqCluster(string programs, Node[] nodes) => (_programs, _nodes) = (programs, nodes);

    /// <summary>The address with all nodes, for KPI_RABBITMQ.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture,
        $"amqp://{PrivateRabbitMq.User}:{_nodes[0].Book.RabbitMqPassword}@{string.Join(',', _nodes.Select(n => FormattableString.Invariant($"127.0.0.1:{n.Book.AmqpPort}")))}/");

    public static async Task<RabbitMqCluster> StartAsync()
    {
        var programs = Discovery.OfThisMachine().RabbitMq() ?? throw new InvalidOperationException("A cluster for tests needs RabbitMQ's programs on this machine.");
        var (password, mapper) = (new ServerBook().RabbitMqPassword, Ports.Free());
        var nodes = new Node[Size];
        for (var i = 0; i < Size; i++)
        {
            var book = new ServerBook { RabbitMqPassword = password, AmqpPort = Ports.Free(), DistributionPort = Ports.Free(), EpmdPort = mapper };
            nodes[i] = new(book, await ServerPlace.PrepareAsync(PrivateHome.Below(string.Create(CultureInfo.InvariantCulture, $"cluster-{i}")), "rabbitmq", book));
        }

        var cluster = new RabbitMqCluster(programs, nodes);
        foreach (var node in nodes) await node.WriteAsync(nodes);
        cluster._epmd = nodes[0].Launch(Discovery.OfThisMachine().Epmd()!, "-port", mapper.ToString(CultureInfo.InvariantCulture), "-address", "127.0.0.1");
        await cluster.StartAsync(0);
        await Task.WhenAll(cluster.StartAsync(1), cluster.StartAsync(2));
        return cluster;
    }

    /// <summary>Starts a node, after a kill with the same port and data, and waits until it serves.</summary>
    public async Task StartAsync(int node)
    {
        var one = _nodes[node];
        one.Process = one.Launch(Path.Combine(_programs, "rabbitmq-server"));
        for (var since = Stopwatch.StartNew(); !await Ports.AnswersAsync("127.0.0.1", one.Book.AmqpPort!.Value); await Task.Delay(100))
        {
            if (!one.Process.IsAlive || since.Elapsed > TimeSpan.FromMinutes(3))
                throw new InvalidOperationException($"Node {node} does not start. Its log ({one.Place.Log}) ends with:\n{LogFile.Tail(one.Place.Log)}");
        }
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync(int node) => _nodes[node].Process!.StopAsync(Native.SigKill, TimeSpan.FromSeconds(10));

    /// <summary>Which node leads a queue.</summary>
    public async Task<int> LeaderAsync(string queue)
    {
        var lines = (await CtlAsync(0, "list_queues", "name", "leader", "--no-table-headers")).Split('\n').Select(line => line.Split('\t'));
        var leader = lines.First(words => words[0] == queue)[1].Trim();
        return Array.FindIndex(_nodes, node => node.Settings.Node == leader);
    }

    /// <summary>rabbitmqctl on a node.</summary>
    public async Task<string> CtlAsync(int node, params string[] words)
    {
        var one = _nodes[node];
        var result = await Shell.RunAsync([Path.Combine(_programs, "rabbitmqctl"), "-q", "-n", one.Settings.Node, .. words], one.Settings.Environment, one.Place.Account);
        return result.Ok ? result.Output : throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', words)}: {result.Said}");
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.Process?.StopAsync(Native.SigKill, TimeSpan.FromSeconds(10)) ?? Task.CompletedTask));
        await (_epmd?.StopAsync(Native.SigTerm, TimeSpan.FromSeconds(2)) ?? Task.CompletedTask);
    }

    private sealed record Node(ServerBook Book, ServerPlace Place)
    {
        public ProcessIdentity? Process { get; set; }

        public RabbitMqSettings Settings => new(Place.Folder, Book);

        public async Task WriteAsync(Node[] all)
        {
            var members = all.Select((node, i) => string.Create(CultureInfo.InvariantCulture, $"cluster_formation.classic_config.nodes.{i + 1} = {node.Settings.Node}\n"));
            await File.WriteAllTextAsync(Settings.PluginsFile, "[].\n");
            PrivateFile.Write(Settings.ConfigFile, $"""
                {Settings.Config}
                cluster_formation.peer_discovery_backend = classic_config
                {string.Concat(members)}cluster_partition_handling = pause_minority
                queue_leader_locator = balanced

                """);
            PrivateFile.Write(Path.Combine(Place.Folder, ".erlang.cookie"), all[0].Book.RabbitMqPassword);
            if (Place.Account is { } account) await account.OwnAsync(Place.Folder);
        }

        public ProcessIdentity Launch(params string[] command)
        {
            var launch = new Launch(Place.Log, command) { Account = Place.Account, Folder = Place.Folder };
            foreach (var (name, value) in Settings.Environment) launch.Environment[name] = value;
            return Launcher.Start(launch);
        }
    }
}
