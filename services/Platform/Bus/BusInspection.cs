using System.Diagnostics.CodeAnalysis;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace KpiPlatform.Platform.Bus;

/// <summary>A queue as the broker tells of it.</summary>
/// <param name="Exists">False: it is missing, and the counts are 0.</param>
/// <param name="Messages">Those that wait; not those that a consumer holds.</param>
public sealed record QueueState(string Name, bool Exists, long Messages, long Consumers);

/// <summary>The broker, looked at once.</summary>
/// <param name="Unreachable">Why nothing could be asked; null when it could.</param>
/// <param name="Obstacle">Why it takes no publishes: its own words in an alarm; null when it takes them.</param>
public sealed record BusState(string? Unreachable, string? Obstacle, IReadOnlyList<QueueState> Queues);

/// <summary>Looks at the broker from outside, for people: nothing is declared and no message touched.</summary>
public static class BusInspection
{
    /// <summary>
    /// Asks for everything the platform has there. A broker in alarm answers questions and reads no publishes, so one is tried that no queue gets.
    /// Gives up after <paramref name="patience"/>, which is also how long a broker in alarm takes to be told from a slow one.
    /// </summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Every failure is an answer here.")]
    public static async Task<BusState> LookAsync(BrokerAddress rabbit, int partitions, TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        try
        {
            var connection = await BusTopology.ConnectAsync(rabbit, deadline.Token).WaitAsync(patience, CancellationToken.None);
            try
            {
                var queues = new List<QueueState>();
                foreach (var name in Names(partitions)) queues.Add(await AskAsync(connection, name, deadline.Token).WaitAsync(deadline.Token));
                return new BusState(null, await ObstacleAsync(connection, patience), queues);
            }
            finally
            {
                // Not awaited: a broker in alarm does not read the goodbye either.
                _ = connection.AbortAsync(Constants.ReplySuccess, "inspected", TimeSpan.FromSeconds(1));
            }
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return new BusState("it does not answer", null, []);
        }
        catch (Exception e)
        {
            return new BusState(e.GetBaseException().Message, null, []);
        }
    }

    /// <summary>The last two are where the client puts what it could not read of the dead letters; they are there only when that has happened.</summary>
    private static IEnumerable<string> Names(int partitions) =>
        [BusNames.Partitions, .. Enumerable.Range(0, partitions).Select(BusNames.Partition), BusNames.Dead, BusNames.DeadUnread, BusNames.DeadUnknown];

    private static async Task<QueueState> AskAsync(IConnection connection, string name, CancellationToken cancellationToken)
    {
        // A question about a queue that is missing closes the channel it was asked on.
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            var told = await channel.QueueDeclarePassiveAsync(name, cancellationToken);
            await channel.CloseAsync(cancellationToken);
            return new QueueState(name, true, told.MessageCount, told.ConsumerCount);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return new QueueState(name, false, 0, 0);
        }
    }

    private static async Task<string?> ObstacleAsync(IConnection connection, TimeSpan patience)
    {
        var blocked = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.ConnectionBlockedAsync += (_, told) =>
        {
            blocked.TrySetResult(told.Reason);
            return Task.CompletedTask;
        };
        var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true)).WaitAsync(patience);
        var publish = PublishAsync(channel);
        var first = await Task.WhenAny(publish, blocked.Task, Task.Delay(patience));
        if (first == publish) await publish;
        return first == publish ? null : first == blocked.Task ? await blocked.Task : "it does not say why";
    }

    private static async Task PublishAsync(IChannel channel)
    {
        try
        {
            await channel.BasicPublishAsync("", "kpi.inspection.no-such-queue", mandatory: true, ReadOnlyMemory<byte>.Empty);
        }
        catch (PublishException e) when (e.IsReturn)
        {
            // As meant: the broker read it and had nowhere to put it.
        }
    }
}
