using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KpiPlatform.Benchmarks.Posts;

/// <summary>A kept-alive HTTP connection that sends ready-made requests and reads no more of the answers than it must: the generator must not be the limit.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[8192];

    public async Task OpenAsync(int port) => await socket.ConnectAsync(IPAddress.Loopback, port);

    /// <returns>The answer's status code.</returns>
    public async ValueTask<int> SendAsync(byte[] request)
    {
        for (var sent = 0; sent < request.Length;) sent += await socket.SendAsync(request.AsMemory(sent));
        for (var size = 0; ;)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(size));
            if (read == 0) throw new IOException("The service closed the connection.");
            size += read;
            if (IsWhole(buffer.AsSpan(0, size))) return int.Parse(buffer.AsSpan("HTTP/1.1 ".Length, 3), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    public void Dispose() => socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var headers = answer.IndexOf("\r\n\r\n"u8);
        if (headers < 0) return false;
        var at = answer[..headers].IndexOf("Content-Length: "u8);
        if (at < 0) return answer.EndsWith("\r\n0\r\n\r\n"u8);
        var length = answer[(at + "Content-Length: ".Length)..];
        var digits = Encoding.ASCII.GetString(length[..length.IndexOf((byte)'\r')]);
        return answer.Length >= headers + 4 + int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
    }
}
