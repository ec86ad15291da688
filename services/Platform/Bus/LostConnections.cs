using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client.Exceptions;

namespace KpiPlatform.Platform.Bus;

/// <summary>
/// Lets deliveries end whose connection was lost before they could be acknowledged; MassTransit 8.4 and RabbitMQ.Client 7.1 wait for themselves for ever in two ways.
/// MassTransit closes the (closed) channel from inside such a delivery, and the client waits there for all deliveries to end, that one included: with another exception
/// than the client's, MassTransit logs it and lets the delivery go. For the other way see <see cref="Send"/>.
/// </summary>
internal sealed class LostConnections : IReceiveObserver, IFilter<ReceiveContext>
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Ends a delivery whose connection is lost only when its channel knows that, too. The client tells one channel after the other, each when the deliveries of
    /// the one before have ended. An acknowledgement meanwhile would wait with others to be written, of which there is room for 128: the next delivery would never end,
    /// so no further channel would be told, nor the room be given up. On a channel that knows, it fails at once.
    /// </summary>
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        try
        {
            await next.Send(context);
        }
        finally
        {
            if (context.TryGetPayload<ChannelContext>(out var channel))
            {
                while (!channel.ConnectionContext.Connection.IsOpen && channel.Channel.IsOpen) await Task.Delay(Look);
            }
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("lost connections");

    public Task ReceiveFault(ReceiveContext context, Exception exception) => exception is OperationInterruptedException or EndOfStreamException
        ? Task.FromException(new ConnectionException("The connection was lost before the message could be acknowledged; it comes again.", exception, isTransient: true))
        : Task.CompletedTask;

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;
}
