using System.Diagnostics;
using KpiPlatform.Ingestion.Credentials;
using KpiPlatform.Ingestion.Http;
using KpiPlatform.Ingestion.Publishing;
using KpiPlatform.Platform.Hosting;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Events;

/// <summary>The steps that every request takes, whoever sent it.</summary>
internal static class CommonSteps
{
    /// <summary>Takes the steps until one has an answer, and counts what became of the request.</summary>
    public static async Task<IResult> WalkAsync(IReadOnlyList<InboundStep> steps, Intake intake, IngestionMetrics metrics)
    {
        foreach (var step in steps)
        {
            if (await step.Take(intake) is not { } answer) continue;
            if (answer is IStatusCodeHttpResult { StatusCode: >= StatusCodes.Status400BadRequest })
            {
                metrics.Refused(step.Name, intake);
                Activity.Current?.SetTag("kpi.source", intake.SourceName).SetTag("kpi.step", step.Name);
            }

            return answer;
        }

        metrics.Taken(intake);
        Activity.Current?.SetTag("kpi.source", intake.SourceName).SetTag("kpi.event.count", intake.Accepted.Count);
        return Answers.Accepted(intake);
    }

    /// <summary>An API key that may write events says whose they are.</summary>
    public static IResult? CheckKey(Intake intake, KeyRing keys, SenderLimits limits)
    {
        if (keys.Authorize(intake.Http, Scopes.EventsWrite) is { } refusal)
            return refusal is IStatusCodeHttpResult { StatusCode: StatusCodes.Status401Unauthorized } ? limits.Refuse(intake.Http) : refusal;
        var caller = intake.Http.Caller();
        (intake.Workspace, intake.SenderId) = (caller.Workspace, caller.KeyId);
        return null;
    }

    public static async ValueTask<IResult?> ReadBodyAsync(Intake intake, TimeProvider time)
    {
        if (await RequestBody.ReadAsync(intake.Request, intake.Limit, time) is not { } body) return Answers.TooLarge(intake.Limit);
        intake.Body = body;
        return null;
    }

    public static IResult? Unpack(Intake intake)
    {
        if (!IsGzip(intake)) return null;
        try
        {
            if (RequestBody.Gunzip(intake.Body, intake.Limit) is not { } unpacked) return Answers.TooLarge(intake.Limit);
            intake.Body = unpacked;
            return null;
        }
        catch (InvalidDataException)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "bad_gzip", "The body is not gzip, though Content-Encoding says so.");
        }
    }

    public static IResult? DropRepeats(Intake intake)
    {
        var taken = intake.Readings.OfType<Reading.Taken>().Select(reading => reading.Event).ToList();
        intake.Accepted = taken.Count < 2 ? taken : [.. taken.DistinctBy(e => (e.Source, e.Id))];
        intake.Duplicates = taken.Count - intake.Accepted.Count;
        return null;
    }

    /// <summary><c>?dry_run=true</c>: says what the request would become, and counts nothing.</summary>
    public static IResult? TryOnly(Intake intake) => IsTry(intake) ? TypedResults.Text(Trying.Outcome.Of(intake.Readings).ToJson(), "application/json") : null;

    public static bool IsTry(Intake intake) => string.Equals(intake.Request.Query["dry_run"].ToString(), "true", StringComparison.OrdinalIgnoreCase);

    public static async ValueTask<IResult?> MakeDurableAsync(Intake intake, GroupCommit commit)
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

    public static bool IsKnownEncoding(Intake intake) => intake.Request.Headers.ContentEncoding.ToString() is "" or "identity" || IsGzip(intake);

    private static bool IsGzip(Intake intake) => string.Equals(intake.Request.Headers.ContentEncoding.ToString(), "gzip", StringComparison.OrdinalIgnoreCase);
}
