using MassTransit;
using RabbitMQ.Client.Exceptions;

namespace KpiPlatform.Platform.Bus;

/// <summary>
/// Keeps a consumer from hanging for ever when the connection is lost under the messages it works on. MassTransit 8.4 then closes the channel from inside
/// the delivery, and RabbitMQ.Client 7.1 waits there for all deliveries to end, that one included: nothing is consumed again until the process is
/// restarted. The channel is closed already; with another exception than the client's, MassTransit logs it and lets the delivery end.
/// </summary>
internal sealed class LostConnections : IReceiveObserver
{
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
