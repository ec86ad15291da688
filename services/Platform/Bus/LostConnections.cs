using MassTransit;
using RabbitMQ.Client.Exceptions;

namespace KpiPlatform.Platform.Bus;

/// <summary>
/// Lets deliveries end whose connection was lost before they could be acknowledged. MassTransit 8.4 closes the (closed) channel from inside such a delivery, and
/// RabbitMQ.Client 7.1 waits there for all deliveries to end, that one included: neither they nor the connection's own loop ever end. With another exception
/// than the client's, MassTransit logs it and lets the delivery go.
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
