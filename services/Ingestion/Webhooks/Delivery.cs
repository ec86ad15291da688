using System.Text.Json;
using System.Text.Unicode;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Http;

namespace KpiPlatform.Ingestion.Webhooks;

/// <summary>One verified request of a vendor, and the pen with which its source writes events.</summary>
internal sealed class Delivery(Connection connection, IHeaderDictionary headers, byte[] body, EventContext context) : IDisposable
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = HttpLimits.Depth, AllowDuplicateProperties = false };

    private JsonDocument? document;

    public Connection Connection { get; } = connection;

    public IHeaderDictionary Headers { get; } = headers;

    /// <summary>As it came, unpacked.</summary>
    public byte[] Body { get; } = body;

    public EventContext Context { get; } = context;

    public DateTimeOffset ReceivedAt => Context.ReceivedAt;

    /// <summary>The body as JSON. Throws <see cref="ShapeException"/> when it is none, is not UTF-8, is too deep or says a member twice.</summary>
    public Node Json => Node.Root((document ??= Parse(Body)).RootElement);

    /// <summary>The header's value, or null when it is absent or blank.</summary>
    public string? Header(string name) => Headers[name].ToString().Trim() is { Length: > 0 } value ? value : null;

    /// <summary>
    /// An event of a ticket (or of a survey, a customer, …). <paramref name="id"/> says which fact of the subject it is and must be the same whenever the vendor
    /// tells it again; <paramref name="data"/> holds the customer as the vendor names it and texts as they came: they are hashed, cleaned and cut here.
    /// </summary>
    public Reading Event(string type, string subject, string id, DateTimeOffset time, EventData data) =>
        EventPen.Write(this, Connection.EventSource, type, subject, id, time, data);

    /// <summary>
    /// The same for a survey tool, whose tickets are another source's: the connection's option <c>tickets_of</c>, e.g. <c>/zendesk/acme</c>, says which.
    /// Without a ticket the subject is the answer itself.
    /// </summary>
    public Reading SurveyEvent(string type, string? ticket, string answer, string id, DateTimeOffset time, EventData data) => ticket is null
        ? Event(type, answer, id, time, data)
        : EventPen.Write(this, Connection.Option("tickets_of") ?? Connection.EventSource, type, ticket, $"{Connection.Source}:{id}", time, data);

    /// <summary>Well-formed, and nothing for the KPIs.</summary>
    public static Reading Ignore(IgnoredReason reason) => new Reading.Ignored(reason);

    /// <summary>Reads each item of a batch by itself: one of an unknown shape is refused and does not take the others with it.</summary>
    public static IEnumerable<Reading> Each(IEnumerable<Node> items, Func<Node, IEnumerable<Reading>> read) => items.SelectMany(item => Guarded(() => read(item)));

    /// <summary>All readings of a source, a shape it does not know among them as <see cref="Reading.Refused"/>.</summary>
    public static IReadOnlyList<Reading> Guarded(Func<IEnumerable<Reading>> read)
    {
        try
        {
            return [.. read()];
        }
        catch (ShapeException e)
        {
            return [new Reading.Refused([new Finding(null, e.Where, Codes.UnknownShape, e.Detail)])];
        }
    }

    /// <summary>JSON inside the payload (a form's field, a header): as strict as the body's own. The caller disposes it.</summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span)) throw new ShapeException("", "Is not UTF-8.");
        if (JsonLimits.HasMoreThan(HttpLimits.Values, json.Span)) throw new ShapeException("", $"Holds more than {HttpLimits.Values} names and values.");
        try
        {
            return JsonDocument.Parse(json, Strict);
        }
        catch (JsonException e)
        {
            throw new ShapeException("", "Is not JSON: " + JsonText.Reason(e));
        }
        catch (InvalidOperationException)
        {
            // .NET finds it out while it looks for members that are there twice.
            throw new ShapeException("", JsonText.HalfAName);
        }
    }

    public void Dispose() => document?.Dispose();
}
