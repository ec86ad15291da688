using System.Net.Mime;
using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Serialization;
using KpiPlatform.Contracts.V1;
using MassTransit;
using MassTransit.Serialization;

namespace KpiPlatform.Aggregator.Consuming;

/// <summary>
/// Reads MassTransit's JSON envelope with its batch in one pass, straight into what the projection takes. MassTransit's own reader goes over the
/// body three times through JSON elements, which was most of the aggregator's work.
/// </summary>
internal sealed class BatchDeserializer : IMessageDeserializer
{
    private static readonly SystemTextJsonMessageSerializer Usual = SystemTextJsonMessageSerializer.Instance;

    public ContentType ContentType => Usual.ContentType;

    public ConsumeContext Deserialize(ReceiveContext receiveContext) =>
        new BodyConsumeContext(receiveContext, Deserialize(receiveContext.Body, receiveContext.TransportHeaders, receiveContext.InputAddress));

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null)
    {
        var envelope = Read(body.GetBytes());
        var context = new EnvelopeMessageContext(envelope, Usual);
        return new SystemTextJsonSerializerContext(Usual, SystemTextJsonMessageSerializer.Options, ContentType, context, envelope.MessageType ?? [], envelope);
    }

    public MessageBody GetMessageBody(string text) => Usual.GetMessageBody(text);

    public void Probe(ProbeContext context) => Usual.Probe(context);

    private static BatchEnvelope Read(byte[] body)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, BatchJson.Default.BatchEnvelope) is { Message.Events: not null } envelope) return envelope;
        }
        catch (JsonException e)
        {
            throw new SerializationException("The message is no JSON envelope of a batch of events.", e);
        }

        throw new SerializationException("The message is an envelope with no events.");
    }
}

/// <summary>For the endpoint's configuration.</summary>
internal sealed class BatchDeserializerFactory : ISerializerFactory
{
    public ContentType ContentType => SystemTextJsonMessageSerializer.JsonContentType;

    public IMessageSerializer CreateSerializer() => SystemTextJsonMessageSerializer.Instance;

    public IMessageDeserializer CreateDeserializer() => new BatchDeserializer();
}

/// <summary>MassTransit's envelope around a batch. The sender's host is not read: nothing here asks for it.</summary>
internal sealed record BatchEnvelope(
    string? MessageId, string? RequestId, string? CorrelationId, string? ConversationId, string? InitiatorId, string? SourceAddress, string? DestinationAddress,
    string? ResponseAddress, string? FaultAddress, string[]? MessageType, EventBatch? Message, DateTime? ExpirationTime, DateTime? SentTime,
    Dictionary<string, object?>? Headers) : MessageEnvelope
{
    object? MessageEnvelope.Message => Message;

    HostInfo? MessageEnvelope.Host => null;
}

// MassTransit writes exact numbers as text.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(BatchEnvelope))]
internal sealed partial class BatchJson : JsonSerializerContext;
