using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Time;
using KpiPlatform.Platform.Hosting;
using KpiPlatform.Platform.Keys;
using KpiPlatform.Query.Answers;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Observing;
using KpiPlatform.Query.Reading;
using NodaTime;
using Npgsql;

namespace KpiPlatform.Query.Endpoints;

/// <summary>What every endpoint of numbers does: understand, check, take one snapshot, and read only when the caller's copy is out of date.</summary>
internal sealed class Answering(QuestionParser parser, Reader reader, Database database, TimeProvider time, VersionTag tag)
{
    public async Task<IResult> AnswerAsync<T>(HttpContext context, Grammar grammar, Func<Question, QueryEcho, Snapshot, Read, T> shape)
    {
        var caller = context.Caller();
        var (question, errors) = parser.Parse(context.Request.Query, grammar, caller.Workspace.Name, Instant.FromDateTimeOffset(time.GetUtcNow()));
        if (question is null) return Refuse(errors);
        if (question.Dimensions.Contains(Dimension.Agent) && !caller.May(Scopes.MetricsAgentsRead))
            return Problems.Of(StatusCodes.Status403Forbidden, "scope_missing", $"This key lacks the scope \"{Scopes.MetricsAgentsRead}\", which grouping or filtering by agent needs.");

        try
        {
            return await FromOneSnapshotAsync(context, grammar, question, shape);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.SerializationFailure)
        {
            // A replica ends a statement that stands in the way of what it has to replay; a new snapshot no longer does.
            return await FromOneSnapshotAsync(context, grammar, question, shape);
        }
    }

    private async Task<IResult> FromOneSnapshotAsync<T>(HttpContext context, Grammar grammar, Question question, Func<Question, QueryEcho, Snapshot, Read, T> shape)
    {
        var ct = context.RequestAborted;
        using var activity = QueryTelemetry.Start(grammar, question);
        await using var snapshot = await Snapshot.TakeAsync(database, question.Workspace, ct);
        if (NotKept(question, snapshot) is { } refusal) return Refuse([refusal]);
        var echo = QueryEcho.Of(question);
        var current = tag.Of(grammar, question, echo, snapshot);
        context.Response.Headers.ETag = current;
        context.Response.Headers.CacheControl = "private, no-cache";
        var isKnown = VersionTag.IsAmong(context.Request.Headers.IfNoneMatch, current);
        var read = isKnown ? null : await reader.ReadAsync(question, snapshot, ct);
        QueryTelemetry.Answered(activity, read);
        return read is null ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(shape(question, echo, snapshot, read));
    }

    /// <summary>Null when all numbers that are asked for are there.</summary>
    private static QueryError? NotKept(Question question, Snapshot snapshot)
    {
        var (window, other) = (question.Window, question.Compare?.Buckets.Window);
        if (window.From >= snapshot.NumbersFrom && (other is null || other.From >= snapshot.NumbersFrom)) return null;
        var name = window.From >= snapshot.NumbersFrom ? "compare" : question.WindowName is null ? "from" : "window";
        return new(name, "not_kept", $"Numbers of before {window.Zone.Format(snapshot.NumbersFrom)} were let go of, as this installation is set: what is asked for must not begin before.");
    }

    private static IResult Refuse(IReadOnlyList<QueryError> errors) => Problems.Of(
        StatusCodes.Status400BadRequest, "invalid_query", errors.Count == 1 ? $"The query has a problem: {errors[0].Detail}" : $"The query has {errors.Count} problems.", errors);
}
