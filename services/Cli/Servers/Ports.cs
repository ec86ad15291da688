using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace KpiPlatform.Cli.Servers;

internal static class Ports
{
    /// <summary>Below what systems give to outgoing connections (Linux from 32768, macOS from 49152): those may take any of theirs at any time.</summary>
    private const int First = 20_000;

    private const int Last = 32_000;

    public static int Free()
    {
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last + 1);
            if (IsFree(port))
                return port;
        }
        throw new CommandException($"No port between {First} and {Last} is free on 127.0.0.1.");
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The port used last time, unless somebody else has it now.</summary>
    public static int Keep(int? port) => port is { } kept && IsFree(kept) ? kept : Free();

    /// <summary>
    /// The port of a server that starts again: always the same, since others hold its address. Waits until the one that died has let go of it.
    /// </summary>
    public static async Task<int> AgainAsync(int port, CancellationToken cancellation, int patienceSeconds = 30)
    {
        for (var since = Stopwatch.StartNew(); !IsFree(port); await Task.Delay(100, cancellation))
        {
            if (since.Elapsed.TotalSeconds > patienceSeconds)
                throw new CommandException($"Port {port} is taken by another program since the server on it ended; end that program, or ./kpi down and up.");
        }
        return port;
    }

    public static async Task<bool> AnswersAsync(string host, int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port).WaitAsync(TimeSpan.FromSeconds(2));
            return true;
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            return false;
        }
    }
}
