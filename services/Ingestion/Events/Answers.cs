using System.Text.Json.Serialization;
using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Ingestion.Events;

/// <summary>What senders are told.</summary>
internal static class Answers
{
    /// <summary>Mistakes told in one answer; a batch of thousands of bad events need not come back whole.</summary>
    public const int MaxErrors = 1000;

    /// <summary>202: every accepted event is on disk at the broker.</summary>
    public static IResult Accepted(Intake intake)
    {
        var ignored = intake.Readings.OfType<Reading.Ignored>().CountBy(reading => reading.Reason)
            .Select(count => new IgnoredCount(count.Key.Word(), count.Value)).ToList();
        var errors = Errors(intake);
        return TypedResults.Json(
            new AcceptedBody(intake.Accepted.Count, intake.Duplicates, ignored, errors.Count == 0 ? null : errors, intake.Records), AnswerJson.Default.AcceptedBody,
            statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>400: nothing of the request was good.</summary>
    public static IResult Refused(Intake intake)
    {
        var errors = Errors(intake);
        var detail = errors switch
        {
            [{ Pointer: "" } whole] => whole.Detail,
            [var one] => $"{one.Pointer}: {one.Detail}",
            _ => $"{errors.Count} mistakes; nothing was taken.",
        };
        return Problems.Of(StatusCodes.Status400BadRequest, "invalid_event", detail, errors);
    }

    public static IResult TooLarge(int limit) =>
        Problems.Of(StatusCodes.Status413PayloadTooLarge, "too_large", $"The body may have {limit} bytes, unpacked.");

    public static IResult UnsupportedType() => Problems.Of(
        StatusCodes.Status415UnsupportedMediaType, "unsupported_type",
        "Content-Type must be application/cloudevents+json, application/cloudevents-batch+json, application/x-ndjson, or application/json (with ce-* headers or a structured event).");

    public static IResult UnsupportedEncoding() => Problems.Of(
        StatusCodes.Status415UnsupportedMediaType, "unsupported_encoding", "Content-Encoding must be gzip or absent.");

    private static List<Finding> Errors(Intake intake) =>
        [.. intake.Readings.OfType<Reading.Refused>().SelectMany(reading => reading.Findings).Take(MaxErrors)];
}

/// <param name="Accepted">Events that are durable now.</param>
/// <param name="DuplicatesInRequest">Repeats of (source, id) in the request, taken once.</param>
/// <param name="Ignored">Well-formed events that are not for this platform, by reason.</param>
/// <param name="Errors">In a batch: the mistakes of the events that were not taken.</param>
/// <param name="Records">Of an import: the lines there were, as each may give several events or none.</param>
internal sealed record AcceptedBody(
    int Accepted, int DuplicatesInRequest, IReadOnlyList<IgnoredCount> Ignored,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Finding>? Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Records);

internal sealed record IgnoredCount(string Reason, int N);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AcceptedBody))]
internal sealed partial class AnswerJson : JsonSerializerContext;
