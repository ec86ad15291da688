using System.Diagnostics;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Credentials;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Publishing;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Platform.Hosting;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Importing;

/// <summary>The way of a vendor's records through ingestion, step by step. The events are those its webhooks tell, under the same ids, and are marked as an import.</summary>
internal sealed class ImportInbound(KeyRing keys, SenderLimits limits, ConnectionBook book, GroupCommit commit, IngestionMetrics metrics, TimeProvider time)
{
    /// <summary>In this order.</summary>
    public IReadOnlyList<InboundStep> Steps { get; } =
    [
        new("check the key", intake => new(CommonSteps.CheckKey(intake, keys, limits))),
        new("keep to the rate", intake => new(limits.KeepToRate(intake))),
        new("recognise the form", intake => new(RecogniseForm(intake))),
        new("find the account", intake => new(FindAccount(intake, book))),
        new("read the body", intake => CommonSteps.ReadBodyAsync(intake, time)),
        new("unpack", intake => new(CommonSteps.Unpack(intake))),
        new("read the records", intake => new(ReadRecords(intake, time))),
        new("drop repeats", intake => new(CommonSteps.DropRepeats(intake))),
        new("try only", intake => new(CommonSteps.TryOnly(intake))),
        new("make durable", intake => CommonSteps.MakeDurableAsync(intake, commit)),
    ];

    public async Task<IResult> HandleAsync(HttpContext http)
    {
        using var intake = new Intake(http) { SourceName = SourceCatalogue.Find((string)http.Request.RouteValues["source"]!)?.Name ?? "unknown" };
        return await CommonSteps.WalkAsync(Steps, intake, metrics);
    }

    private static IResult? RecogniseForm(Intake intake)
    {
        if (BodyForms.Of(intake.Request.Headers) is not BodyForm.Lines)
            return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "unsupported_type", "Content-Type must be application/x-ndjson, with one record a line.");
        intake.Limit = HttpLimits.BulkBytes;
        return CommonSteps.IsKnownEncoding(intake) ? null : Answers.UnsupportedEncoding();
    }

    private static IResult? FindAccount(Intake intake, ConnectionBook book)
    {
        var name = (string)intake.Request.RouteValues["source"]!;
        if (SourceCatalogue.Find(name) is not { } source) return Problems.Of(StatusCodes.Status404NotFound, "unknown_source", $"There is no source {name}.");
        var (connection, problem) = ImportAccount.Find(source, intake.Workspace!, intake.Request.Query, book.For(source.Name, intake.Workspace!.Name));
        if (connection is null) return Problems.Of(StatusCodes.Status400BadRequest, "which_account", problem!);
        if (source.Problem(connection) is { } wrong) return Problems.Of(StatusCodes.Status400BadRequest, "not_set_up", wrong);
        intake.Sender = (source, connection);
        return null;
    }

    private static IResult? ReadRecords(Intake intake, TimeProvider time)
    {
        var (source, connection) = intake.Sender!.Value;
        var context = new EventContext(connection.Workspace, Rfc3339.ToMicroseconds(time.GetUtcNow()), Activity.Current?.Id) { Origin = Origin.Import };
        intake.Delivery = new Delivery(connection, new HeaderDictionary(), intake.Body, context);
        try
        {
            (intake.Readings, intake.Records) = RecordReader.Read(source, intake.Delivery, intake.Body);
        }
        catch (TooManyEventsException e)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "too_many_events", e.Message);
        }
        catch (NoHistoryException e)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "no_history", e.Message);
        }

        var nothingGood = intake.Readings.Count > 0 && intake.Readings.All(reading => reading is Reading.Refused);
        return nothingGood && !CommonSteps.IsTry(intake) ? Answers.Refused(intake) : null;
    }
}
