using System.Data.Common;
using System.Globalization;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

/// <summary>Host and port out of a connection string, to see whether somebody is there.</summary>
internal static class ServerAddress
{
    public static (string Host, int Port) OfPostgres(string connectionString)
    {
        var words = Parse(connectionString);
        var host = words.TryGetValue("Host", out var h) || words.TryGetValue("Server", out h) ? (string)h : "localhost";
        return (host, words.TryGetValue("Port", out var port) ? int.Parse((string)port, CultureInfo.InvariantCulture) : 5432);
    }

    public static (string Host, int Port) OfRabbitMq(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.Scheme is "amqp" or "amqps"
            ? (parsed.Host, parsed.Port > 0 ? parsed.Port : parsed.Scheme == "amqps" ? 5671 : 5672)
            : throw new CommandException("KPI_RABBITMQ is not an amqp:// or amqps:// URI.", ExitCodes.Usage);

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
