using System.Globalization;
using RabbitMQ.Client;

namespace KpiPlatform.Testing;

/// <summary>For a given broker on which no vhost can be made: remove our queues and exchanges, so that the next test class starts empty.</summary>
internal static class SharedVhost
{
    private const int MostPartitions = 16;

    public static async Task EmptyAsync(Uri uri)
    {
        await using var connection = await new ConnectionFactory { Uri = uri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        for (var partition = 0; partition < MostPartitions; partition++)
            await channel.QueueDeleteAsync("kpi.events." + partition.ToString(CultureInfo.InvariantCulture));
        await channel.QueueDeleteAsync("kpi.dead");
        await channel.ExchangeDeleteAsync("kpi.events");
        await channel.ExchangeDeleteAsync("kpi.dead");
    }
}
