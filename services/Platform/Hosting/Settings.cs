using System.Globalization;
using KpiPlatform.Platform.Bus;
using Microsoft.Extensions.Configuration;

namespace KpiPlatform.Platform.Hosting;

/// <summary>What the environment tells every service. A missing or senseless value ends the start with a sentence that names it.</summary>
public static class Settings
{
    /// <summary><c>KPI_RABBITMQ</c>: an amqp URI with its virtual host; for a cluster with several hosts, separated by commas.</summary>
    public static BrokerAddress RabbitMq(this IConfiguration configuration)
    {
        try
        {
            return BrokerAddress.Parse(configuration.Required("KPI_RABBITMQ", "an amqp URI, e.g. amqp://user:password@127.0.0.1:5672/vhost"));
        }
        catch (FormatException e)
        {
            throw new SettingsException($"KPI_RABBITMQ: {e.Message}", e);
        }
    }

    /// <summary><c>KPI_PARTITIONS</c>: number of partition queues, 4 unless set; fixed once events have been taken.</summary>
    public static int Partitions(this IConfiguration configuration) => configuration["KPI_PARTITIONS"] switch
    {
        null or "" => 4,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 256 => count,
        _ => throw new SettingsException("KPI_PARTITIONS must be a whole number from 1 to 256."),
    };

    /// <summary>A setting the service cannot start without. Where it holds a secret, <c>NAME_FILE</c> may name a file that holds it instead.</summary>
    public static string Required(this IConfiguration configuration, string name, string meaning) =>
        configuration[name] is { Length: > 0 } value ? value
        : configuration[$"{name}_FILE"] is { Length: > 0 } path ? OfFile($"{name}_FILE", path)
        : throw new SettingsException($"{name} is not set: it must be {meaning}.");

    private static string OfFile(string name, string path)
    {
        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } value ? value : throw new SettingsException($"{name}: {path} is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{name}: {e.Message}");
        }
    }
}

/// <summary>A setting is missing or makes no sense; the message names it and holds no secret.</summary>
public sealed class SettingsException(string message, Exception? innerException = null) : OperatorException(message, innerException);
