using System.Diagnostics;
using KpiPlatform.Ingestion.Credentials;
using KpiPlatform.Ingestion.Http;
using KpiPlatform.Ingestion.Publishing;
using KpiPlatform.Platform.Hosting;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Events;

/// <summary>The way of a request through ingestion, step by step.</summary>
internal sealed class Inbound(KeyRing keys, SenderLimits limits, GroupCommit commit, IngestionMetrics metrics, TimeProvider time)
{
    /// <summary>In this order. A key is checked before the body is read; a signature needs the body as it came, so it is checked before unpacking.</summary>
    public IReadOnlyList<InboundStep> Steps { get; } =
    [
        new("recognise the form", intake => new(RecogniseForm(intake))),
        new("check the key", intake => new(CheckKey(intake, keys, limits))),
        new("keep to the rate", intake => new(limits.KeepToRate(intake))),
        new("read the body", intake => CommonSteps.ReadBodyAsync(intake, time)),
        new("check the signature", intake => new(CheckSignature(intake, keys, limits, time))),
        new("keep to the rate", intake => new(limits.KeepToRate(intake))),
        new("unpack", intake => new(CommonSteps.Unpack(intake))),
        new("read the events", intake => new(ReadEvents(intake, time))),
        new("drop repeats", intake => new(CommonSteps.DropRepeats(intake))),
        new("make durable", intake => CommonSteps.MakeDurableAsync(intake, commit)),
    ];

    public async Task<IResult> HandleAsync(HttpContext http)
    {
        using var intake = new Intake(http);
        return await CommonSteps.WalkAsync(Steps, intake, metrics);
    }

    private static IResult? RecogniseForm(Intake intake)
    {
        if (BodyForms.Of(intake.Request.Headers) is not { } form) return Answers.UnsupportedType();
        if (!CommonSteps.IsKnownEncoding(intake)) return Answers.UnsupportedEncoding();
        intake.Form = form;
        intake.Limit = form.IsBulk() ? HttpLimits.BulkBytes : HttpLimits.SingleBytes;
        return null;
    }

    private static IResult? CheckKey(Intake intake, KeyRing keys, SenderLimits limits)
    {
        if (intake.Request.Headers.Authorization.Count == 0 && StandardWebhooks.IsSigned(intake.Request)) return null;
        return CommonSteps.CheckKey(intake, keys, limits);
    }

    private static IResult? CheckSignature(Intake intake, KeyRing keys, SenderLimits limits, TimeProvider time)
    {
        if (intake.Workspace is not null) return null;
        if (StandardWebhooks.Verify(intake.Request.Headers, intake.Body, keys.SigningSecrets, time.GetUtcNow()) is not { } secret) return limits.Refuse(intake.Http);
        (intake.Workspace, intake.SenderId) = (secret.Workspace, secret.Id);
        return null;
    }

    private static IResult? ReadEvents(Intake intake, TimeProvider time)
    {
        var context = new EventContext(intake.Workspace!, Rfc3339.ToMicroseconds(time.GetUtcNow()), Activity.Current?.Id)
        {
            Origin = intake.Request.Query["origin"] == "import" ? Contracts.V1.Origin.Import : null,
        };
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
}
