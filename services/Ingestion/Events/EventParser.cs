using System.Text.Json;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Events;

/// <summary>A CloudEvent in, what becomes of it out: taken, ignored, or refused with every mistake it has.</summary>
internal static class EventParser
{
    private const string OurTypes = "helpdesk.";

    /// <summary>A structured event.</summary>
    public static Reading Parse(JsonElement json, EventContext context, int? index)
    {
        var findings = new Findings(index);
        if (json.ValueKind != JsonValueKind.Object)
        {
            findings.Add("", Codes.WrongType, $"An event must be an object, not {JsonText.Kind(json)}.");
            return new Reading.Refused(findings.All);
        }

        try
        {
            return Parse(Envelope.Read(json, findings), context, findings);
        }
        catch (InvalidOperationException)
        {
            findings.Add("", Codes.BadText, JsonText.HalfAName);
            return new Reading.Refused(findings.All);
        }
    }

    public static Reading Parse(Envelope envelope, EventContext context, Findings findings)
    {
        if (Required(envelope, "specversion", findings) is { } version && version != "1.0")
            findings.Add("/specversion", Codes.UnknownWord, "Must be 1.0.");
        var id = Required(envelope, "id", findings);
        var source = Required(envelope, "source", findings);
        var type = Required(envelope, "type", findings);
        if (type is not null && !type.StartsWith(OurTypes, StringComparison.Ordinal))
        {
            // Whatever data another application's event has is its own business.
            var mistakes = findings.All.Where(finding => !finding.Pointer.StartsWith("/data", StringComparison.Ordinal)).ToList();
            return mistakes.Count == 0 ? new Reading.Ignored(IgnoredReason.UnknownType) : new Reading.Refused(mistakes);
        }

        var subject = Required(envelope, "subject", findings);
        var time = Time(envelope, context, findings);
        if (envelope["datacontenttype"] is { } mediaType && !IsJson(mediaType)) findings.Add("/datacontenttype", Codes.UnknownWord, "Must be application/json.");

        var data = Data(type, envelope, context, findings);
        if (findings.Any) return new Reading.Refused(findings.All);
        context.NoteSender(envelope["traceparent"]);
        return new Reading.Taken(new CanonicalEvent(
            context.Workspace.Name, source!, SubjectOf(type!, subject!, context), id!, type!, time!.Value, context.ReceivedAt, data!, context.TraceParent, context.Origin));
    }

    /// <summary>The subject of a customer's event is the customer, and leaves as a hash like every other customer id.</summary>
    private static string SubjectOf(string type, string subject, EventContext context) =>
        type is EventTypes.CustomerJoined or EventTypes.CustomerLeft or EventTypes.ProductReturned
            ? CustomerHash.Of(context.Workspace.CustomerKey, subject)
            : subject;

    private static EventData? Data(string? type, Envelope envelope, EventContext context, Findings findings)
    {
        if (type is null) return null;
        if (EventSchema.For(type) is { } schema) return DataReader.Read(schema, envelope.Data, context, findings);
        findings.Add("/type", Codes.UnknownType, $"Must be one of {string.Join(", ", EventTypes.All)}.");
        return null;
    }

    private static string? Required(Envelope envelope, string attribute, Findings findings)
    {
        if (!envelope.Has(attribute)) findings.Add("/" + attribute, Codes.Missing, "Must be there.");
        return envelope[attribute];
    }

    private static DateTimeOffset? Time(Envelope envelope, EventContext context, Findings findings)
    {
        if (Required(envelope, "time", findings) is not { } text) return null;
        if (!Rfc3339.TryParse(text, out var time))
            findings.Add("/time", Codes.BadFormat, "Must be an RFC 3339 date-time with an offset, like 2026-03-02T09:05:00Z.");
        else if (time < Rfc3339.Earliest || time > context.Latest)
            findings.Add("/time", Codes.OutOfRange, $"Must lie between {Rfc3339.Write(Rfc3339.Earliest)} and {Rfc3339.Write(context.Latest)}.");
        return time;
    }

    private static bool IsJson(string mediaType)
    {
        var bare = mediaType.Split(';')[0].Trim();
        return bare.Equals("application/json", StringComparison.OrdinalIgnoreCase) || bare.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }
}
