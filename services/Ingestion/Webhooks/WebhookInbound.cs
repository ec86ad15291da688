using System.Diagnostics;
using KpiPlatform.Ingestion.Credentials;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Publishing;
using KpiPlatform.Ingestion.Refusals;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks.Proofs;
using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Ingestion.Webhooks;

/// <summary>The way of a vendor's webhook through ingestion, step by step.</summary>
internal sealed class WebhookInbound(
    Doorkeeper doorkeeper, SenderLimits limits, GroupCommit commit, IngestionMetrics metrics, RefusedShapes refused, TimeProvider time, ILogger<WebhookInbound> logger)
{
    /// <summary>In this order. A signature needs the body as it came, so it is checked before unpacking.</summary>
    public IReadOnlyList<InboundStep> Steps { get; } =
    [
        new("read the body", intake => CommonSteps.ReadBodyAsync(intake, time)),
        new("check the signature", intake => new(CheckSignature(intake, doorkeeper, limits, time))),
        new("keep to the rate", intake => new(limits.KeepToRate(intake))),
        new("unpack", intake => new(Unpack(intake))),
        new("answer a challenge", intake => new(AnswerChallenge(intake, time))),
        new("read the events", intake => new(ReadEvents(intake, refused, logger))),
        new("drop repeats", intake => new(CommonSteps.DropRepeats(intake))),
        new("try only", intake => new(CommonSteps.TryOnly(intake))),
        new("make durable", intake => CommonSteps.MakeDurableAsync(intake, commit)),
    ];

    public async Task<IResult> HandleAsync(HttpContext http)
    {
        var source = SourceCatalogue.Find((string)http.Request.RouteValues["source"]!);
        using var intake = new Intake(http) { SourceName = source?.Name ?? "unknown", Limit = source?.BodyBytes ?? HttpLimits.SingleBytes };
        return await CommonSteps.WalkAsync(Steps, intake, metrics);
    }

    /// <summary>What the readings of a delivery are, whatever is wrong with it.</summary>
    public static IReadOnlyList<Reading> Read(Source source, Delivery delivery)
    {
        var readings = Delivery.Guarded(() => source.Read(delivery));
        return readings.Count > 0 ? readings : [Delivery.Ignore(IgnoredReason.NothingInIt)];
    }

    private static IResult? CheckSignature(Intake intake, Doorkeeper doorkeeper, SenderLimits limits, TimeProvider time)
    {
        var request = new SignedRequest(intake.Request.Headers, intake.Request.Query, intake.Body);
        var (source, workspace) = ((string)intake.Request.RouteValues["source"]!, (string)intake.Request.RouteValues["workspace"]!);
        intake.Sender = doorkeeper.Find(source, workspace, request, time.GetUtcNow());
        (intake.Workspace, intake.SenderId) = (intake.Sender?.Connection.Workspace, intake.Sender?.Connection.Id);
        return intake.Sender is null ? limits.Refuse(intake.Http) : null;
    }

    private static IResult? Unpack(Intake intake) => CommonSteps.IsKnownEncoding(intake) ? CommonSteps.Unpack(intake) : Answers.UnsupportedEncoding();

    private static IResult? AnswerChallenge(Intake intake, TimeProvider time)
    {
        var (source, connection) = intake.Sender!.Value;
        var context = new EventContext(connection.Workspace, Rfc3339.ToMicroseconds(time.GetUtcNow()), Activity.Current?.Id);
        intake.Delivery = new Delivery(connection, intake.Request.Headers, intake.Body, context);
        try
        {
            return source.Challenge(intake.Delivery);
        }
        catch (ShapeException)
        {
            return null; // no question, then; reading says what is wrong with it
        }
    }

    private static IResult? ReadEvents(Intake intake, RefusedShapes refused, ILogger logger)
    {
        var (source, connection) = intake.Sender!.Value;
        try
        {
            intake.Readings = Read(source, intake.Delivery!);
        }
        catch (SetupException e)
        {
            logger.LogError("Connection {Connection} cannot be used: {Problem}", connection.Id, e.Message);
            return Problems.NotNow(intake.Http, StatusCodes.Status503ServiceUnavailable, "not_set_up", $"This connection is not set up right yet: {e.Message}", retryAfterSeconds: 60);
        }

        if (intake.Readings.Count > HttpLimits.Events) return Problems.Of(StatusCodes.Status413PayloadTooLarge, "too_many_events", new TooManyEventsException().Message);
        if (CommonSteps.IsTry(intake)) return null;
        refused.Note(connection, intake.Delivery!, intake.Readings);
        // In a batch the good and the ignored are settled; a refusal would have the vendor send all of it again.
        return intake.Readings.All(reading => reading is Reading.Refused) ? Answers.Refused(intake) : null;
    }
}
