using System.Data.Common;
using System.Globalization;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

/// <summary>Hosts and ports out of a connection string, to see whether somebody is there.</summary>
internal static class ServerAddress
{
    public static IReadOnlyList<(string Host, int Port)> OfPostgres(string connectionString)
    {
        var words = Parse(connectionString);
        var hosts = words.TryGetValue("Host", out var h) || words.TryGetValue("Server", out h) ? (string)h : "localhost";
        var port = words.TryGetValue("Port", out var p) ? int.Parse((string)p, CultureInfo.InvariantCulture) : 5432;
        return [.. hosts.Split(',').Select(host => Of(host, port))];
    }

    /// <summary>A cluster's hosts are a list: amqp://user:password@a:5672,b:5672/vhost.</summary>
    public static IReadOnlyList<(string Host, int Port)> OfRabbitMq(string uri)
    {
        if (uri.Split("://") is not [("amqp" or "amqps") and var scheme, var rest])
            throw new CommandException("KPI_RABBITMQ is not an amqp:// or amqps:// URI.", ExitCodes.Usage);
        var authority = rest.Split('/')[0];
        return [.. authority[(authority.LastIndexOf('@') + 1)..].Split(',').Select(host => Of(host, scheme == "amqps" ? 5671 : 5672))];
    }

    private static (string Host, int Port) Of(string host, int usual) => Uri.TryCreate("any://" + host.Trim(), UriKind.Absolute, out var parsed) && parsed.Host.Length > 0
        ? (parsed.Host, parsed.Port > 0 ? parsed.Port : usual)
        : throw new CommandException($"\"{host}\" is not a host with or without a port.", ExitCodes.Usage);

    private static DbConnectionStringBuilder Parse(string text)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException)
        {
            throw new CommandException("KPI_POSTGRES is not a connection string like Host=…;Port=…;Username=…;Password=…;Database=…", ExitCodes.Usage);
        }
    }
}
