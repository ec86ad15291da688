using System.Runtime.Serialization;
using KpiPlatform.Aggregator.Consuming;
using KpiPlatform.Contracts.V1;
using MassTransit;
using MassTransit.Serialization;

namespace KpiPlatform.Aggregator.Tests.Consuming;

public sealed class BatchDeserializerTests
{
    /// <summary>As MassTransit 8.4 writes it: exact numbers as text, members it has no value for as null.</summary>
    private const string Envelope = """
        {"messageId":"0a1b0000-5d1e-0015-6e2f-08dd00000000","requestId":null,"sourceAddress":"rabbitmq://localhost/x","messageType":["urn:message:KpiPlatform.Contracts.V1:EventBatch"],
         "message":{"events":[{"workspace":"acme","source":"/desk/a","subject":"t1","id":"e1","type":"helpdesk.survey.answered","time":"2026-09-07T09:00:00.123456+00:00",
         "received_at":"2026-09-07T09:00:01+00:00","data":{"kind":"csat","score":"4.5","scale":"1-5","cleared":["agent"],"author":"bot","unheard_of":1},"traceparent":"00-1-2-01"}]},
         "sentTime":"2026-09-07T09:00:02Z","headers":{"MT-Activity-Id":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},"host":{"machineName":"m","processId":1}}
        """;

    [Fact]
    public void An_envelope_of_MassTransit_is_read_whole()
    {
        var context = new BatchDeserializer().Deserialize(new StringMessageBody(Envelope), EmptyHeaders.Instance);

        Assert.True(context.TryGetMessage<EventBatch>(out var batch));
        var e = Assert.Single(batch!.Events);
        Assert.Equal(("acme", "/desk/a", "t1", "e1", "helpdesk.survey.answered", "00-1-2-01"), (e.Workspace, e.Source, e.Subject, e.Id, e.Type, e.TraceParent));
        Assert.Equal(Testing.Story.At("09:00:00.123456"), e.Time);
        Assert.Equal(("csat", 4.5m, "1-5", Party.Bot), (e.Data.Kind, e.Data.Score, e.Data.Scale, e.Data.Author));
        Assert.True(e.Data.Clears("agent"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"message":null}""")]
    [InlineData("""{"message":{"events":[{"data":{"author":"nobody"}}]}}""")]
    public void What_is_no_envelope_of_a_batch_is_refused(string body) =>
        Assert.Throws<SerializationException>(() => new BatchDeserializer().Deserialize(new StringMessageBody(body), EmptyHeaders.Instance));
}
