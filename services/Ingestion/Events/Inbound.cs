using System.Diagnostics;
using KpiPlatform.Ingestion.Credentials;
using KpiPlatform.Ingestion.Http;
using KpiPlatform.Ingestion.Publishing;
using KpiPlatform.Platform.Hosting;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Events;

/// <summary>The way of a request through ingestion, step by step.</summary>
internal sealed class Inbound(KeyRing keys, GroupCommit commit, IngestionMetrics metrics, TimeProvider time)
{
    /// <summary>In this order. A key is checked before the body is read; a signature needs the body as it came, so it is checked before unpacking.</summary>
    public IReadOnlyList<InboundStep> Steps { get; } =
    [
        new("recognise the form", intake => new(RecogniseForm(intake))),
        new("check the key", intake => new(CheckKey(intake, keys))),
        new("read the body", intake => ReadBodyAsync(intake, time)),
        new("check the signature", intake => new(CheckSignature(intake, keys, time))),
        new("unpack", intake => new(Unpack(intake))),
        new("read the events", intake => new(ReadEvents(intake, time))),
        new("drop repeats", intake => new(DropRepeats(intake))),
        new("make durable", intake => MakeDurableAsync(intake, commit)),
    ];

    public async Task<IResult> HandleAsync(HttpContext http)
    {
        var intake = new Intake(http);
        foreach (var step in Steps)
        {
            if (await step.Take(intake) is not { } answer) continue;
            metrics.Refused(step.Name);
            return answer;
        }

        metrics.Taken(intake);
        return Answers.Accepted(intake);
    }

    private static IResult? RecogniseForm(Intake intake)
    {
        if (BodyForms.Of(intake.Request) is not { } form) return Answers.UnsupportedType();
        if (!IsPlain(intake) && !IsGzip(intake)) return Answers.UnsupportedEncoding();
        intake.Form = form;
        return null;
    }

    private static IResult? CheckKey(Intake intake, KeyRing keys)
    {
        if (intake.Request.Headers.Authorization.Count == 0 && StandardWebhooks.IsSigned(intake.Request)) return null;
        var refusal = keys.Authorize(intake.Http, Scopes.EventsWrite);
        if (refusal is null) intake.Workspace = intake.Http.Caller().Workspace;
        return refusal;
    }

    private static async ValueTask<IResult?> ReadBodyAsync(Intake intake, TimeProvider time)
    {
        if (await RequestBody.ReadAsync(intake.Request, Limit(intake), time) is not { } body) return Answers.TooLarge(Limit(intake));
        intake.Body = body;
        return null;
    }

    private static IResult? CheckSignature(Intake intake, KeyRing keys, TimeProvider time)
    {
        intake.Workspace ??= StandardWebhooks.Verify(intake.Request.Headers, intake.Body, keys.SigningSecrets, time.GetUtcNow())?.Workspace;
        return intake.Workspace is null ? Authorization.Unauthorized(intake.Http) : null;
    }

    private static IResult? Unpack(Intake intake)
    {
        if (!IsGzip(intake)) return null;
        try
        {
            if (RequestBody.Gunzip(intake.Body, Limit(intake)) is not { } unpacked) return Answers.TooLarge(Limit(intake));
            intake.Body = unpacked;
            return null;
        }
        catch (InvalidDataException)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "bad_gzip", "The body is not gzip, though Content-Encoding says so.");
        }
    }

    private static IResult? ReadEvents(Intake intake, TimeProvider time)
    {
        var context = new EventContext(intake.Workspace!, Rfc3339.ToMicroseconds(time.GetUtcNow()), Activity.Current?.Id);
        try
        {
            intake.Readings = BodyParser.Parse(intake.Form, intake.Body, intake.Request.Headers, context);
        }
        catch (TooManyEventsException e)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "too_many_events", e.Message);
        }

        foreach (var sender in context.Senders) Activity.Current?.AddLink(new ActivityLink(sender));
        var nothingGood = !intake.Readings.Any(reading => reading is Reading.Taken);
        return nothingGood && intake.Readings.Any(reading => reading is Reading.Refused) ? Answers.Refused(intake) : null;
    }

    private static IResult? DropRepeats(Intake intake)
    {
        var taken = intake.Readings.OfType<Reading.Taken>().Select(reading => reading.Event).ToList();
        intake.Accepted = taken.Count < 2 ? taken : [.. taken.DistinctBy(e => (e.Source, e.Id))];
        intake.Duplicates = taken.Count - intake.Accepted.Count;
        return null;
    }

    private static async ValueTask<IResult?> MakeDurableAsync(Intake intake, GroupCommit commit)
    {
        if (intake.Accepted.Count == 0) return null;
        try
        {
            await commit.CommitAsync(intake.Accepted);
            return null;
        }
        catch (NotDurableException e)
        {
            return Problems.NotNow(intake.Http, StatusCodes.Status503ServiceUnavailable, "not_durable", e.Message, retryAfterSeconds: 1);
        }
    }

    private static int Limit(Intake intake) => intake.Form.IsBulk() ? HttpLimits.BulkBytes : HttpLimits.SingleBytes;

    private static bool IsPlain(Intake intake) => intake.Request.Headers.ContentEncoding.ToString() is "" or "identity";

    private static bool IsGzip(Intake intake) => string.Equals(intake.Request.Headers.ContentEncoding, "gzip", StringComparison.OrdinalIgnoreCase);
}
