using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace KpiPlatform.Cli.Servers;

/// <summary>A RabbitMQ of our own: loopback only, node name, distribution port and port mapper of its own, no plugins.</summary>
internal sealed class PrivateRabbitMq(string programs, string? epmd, ServerPlace place, ServerBook book)
{
    public const string User = "kpi";

    public ProcessIdentity? Process { get; private set; }

    public ProcessIdentity? Epmd { get; private set; }

    public Uri Uri(string vhost = "/") => new(string.Create(CultureInfo.InvariantCulture,
        $"amqp://{User}:{book.RabbitMqPassword}@127.0.0.1:{book.AmqpPort}/{System.Uri.EscapeDataString(vhost)}"));

    public async Task StartAsync(CancellationToken cancellation = default)
    {
        if (Process is null)
            (book.AmqpPort, book.DistributionPort, book.EpmdPort) = (Ports.Keep(book.AmqpPort), Ports.Keep(book.DistributionPort), Ports.Keep(book.EpmdPort));
        else
            await Ports.AgainAsync(book.AmqpPort!.Value, cancellation);
        await WriteSettingsAsync(cancellation);
        LogFile.Rotate(place.Log);
        if (epmd is not null)
            Epmd = Launch(epmd, "-port", book.EpmdPort!.Value.ToString(CultureInfo.InvariantCulture), "-address", "127.0.0.1");
        Process = Launch(Path.Combine(programs, "rabbitmq-server"));
        await ReadyAsync(cancellation);
    }

    /// <summary>The port mapper goes last: the node signs off there.</summary>
    public async Task StopAsync()
    {
        await (Process?.StopAsync(Native.SigTerm, TimeSpan.FromSeconds(30)) ?? Task.CompletedTask);
        await (Epmd?.StopAsync(Native.SigTerm, TimeSpan.FromSeconds(2)) ?? Task.CompletedTask);
    }

    /// <summary>rabbitmqctl against this node. Takes a second or two: it starts an Erlang of its own.</summary>
    public Task<ShellResult> ControlAsync(params string[] words) =>
        Shell.RunAsync([Path.Combine(programs, "rabbitmqctl"), "-q", "-n", Settings.Node, .. words], Settings.Environment, place.Account);

    private RabbitMqSettings Settings => new(place.Folder, book);

    private async Task WriteSettingsAsync(CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(Settings.PluginsFile, "[].\n", cancellation);
        PrivateFile.Write(Settings.ConfigFile, Settings.Config);
        if (place.Account is { } account)
            await account.OwnAsync(place.Folder);
    }

    private ProcessIdentity Launch(params string[] command)
    {
        var launch = new Launch(place.Log, command) { Account = place.Account, Folder = place.Folder };
        foreach (var (name, value) in Settings.Environment)
            launch.Environment[name] = value;
        return Launcher.Start(launch);
    }

    private async Task ReadyAsync(CancellationToken cancellation)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < TimeSpan.FromMinutes(5); await Task.Delay(100, cancellation))
        {
            if (!Process!.IsAlive)
                throw new CommandException($"RabbitMQ ended while starting. Its log ({place.Log}) ends with:\n{LogFile.Tail(place.Log)}");
            if (await ServesAsync(cancellation))
                return;
        }
        throw new CommandException($"RabbitMQ did not become ready within five minutes; see {place.Log}");
    }

    /// <summary>The AMQP listener opens at the very end of the boot; a frame in answer to the protocol header means that it serves.</summary>
    public async Task<bool> ServesAsync(CancellationToken cancellation)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", book.AmqpPort!.Value, cancellation);
            var stream = client.GetStream();
            await stream.WriteAsync("AMQP\0\0\t\u0001"u8.ToArray(), cancellation);
            var answer = new byte[1];
            return await stream.ReadAsync(answer, cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(2), cancellation) == 1 && answer[0] == 1;
        }
        catch (Exception e) when (e is SocketException or IOException or TimeoutException)
        {
            return false;
        }
    }
}
