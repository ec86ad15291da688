using RabbitMQ.Client;

namespace KpiPlatform.Platform.Bus;

/// <summary>Where RabbitMQ is: one node, or the nodes of a cluster, of which any will do. User, password and virtual host are the same on all.</summary>
public sealed class BrokerAddress
{
    private const string Like = "amqp://user:password@host:5672/vhost, or for a cluster amqp://user:password@a:5672,b:5672,c:5672/vhost";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly IReadOnlyList<Uri> nodes;

    private BrokerAddress(IReadOnlyList<Uri> nodes) => this.nodes = nodes;

    public bool IsCluster => nodes.Count > 1;

    /// <summary>How long one node may take to answer: that of a cluster which is switched off must not use up the time of the others.</summary>
    public TimeSpan ConnectionTimeout => Patience / nodes.Count;

    /// <summary>Host and port of each node, in the order given.</summary>
    public IReadOnlyList<AmqpTcpEndpoint> Endpoints => [.. nodes.Select(node => new ConnectionFactory { Uri = node }.Endpoint)];

    /// <summary>A factory with user, password, virtual host and TLS; its host is the first node.</summary>
    public ConnectionFactory Factory => new() { Uri = nodes[0] };

    public static implicit operator BrokerAddress(Uri node) => FromUri(node);

    public static BrokerAddress FromUri(Uri node) => new([node]);

    /// <summary>Reads an amqp or amqps URI whose host may be a list. The message of what is thrown names what is wrong, never the password.</summary>
    /// <exception cref="FormatException">It is no such address.</exception>
    public static BrokerAddress Parse(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0 || text[..scheme] is not ("amqp" or "amqps")) throw new FormatException($"It is not an amqp:// or amqps:// URI like {Like}.");
        var begin = scheme + 3;
        var end = text.IndexOf('/', begin) is var slash and >= 0 ? slash : text.Length;
        // A password may hold an @ that nobody has escaped: hosts have none.
        if (end > begin && text.LastIndexOf('@', end - 1, end - begin) is var at and >= 0) (begin, scheme) = (at + 1, at + 1);
        else scheme = begin;
        var hosts = text[begin..end].Split(',', StringSplitOptions.TrimEntries);
        var all = hosts.Select(host => Node(host, text[..scheme], text[end..])).ToList();
        var twice = all.GroupBy(node => node.Authority[(node.Authority.LastIndexOf('@') + 1)..], StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1);
        return twice is null ? new(all) : throw new FormatException($"It names the node {twice.Key} twice.");
    }

    private static Uri Node(string host, string before, string after)
    {
        if (host.Length == 0) throw new FormatException($"A host is empty; it must be like {Like}.");
        if (!Uri.TryCreate(before + host + after, UriKind.Absolute, out var node)) throw new FormatException($"\"{host}\" is not a host with or without a port, or user, password or virtual host hold characters that must be escaped (%40 for @, %2F for /); it must be like {Like}.");
        try
        {
            _ = new ConnectionFactory { Uri = node };
            return node;
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"User, password or virtual host cannot be read; it must be like {Like}.", e);
        }
    }
}
