namespace KpiPlatform.Ingestion.Events;

/// <summary>How events are in a body.</summary>
internal enum BodyForm
{
    /// <summary>One event, attributes and data in the body.</summary>
    Structured,

    /// <summary>One event, attributes in <c>ce-*</c> headers.</summary>
    Binary,

    /// <summary>A JSON array of structured events.</summary>
    Batch,

    /// <summary>One structured event a line.</summary>
    Lines,
}

internal static class BodyForms
{
    /// <summary>The form a request's headers announce; null is 415.</summary>
    public static BodyForm? Of(IHeaderDictionary headers)
    {
        var mediaType = headers.ContentType.ToString().Split(';')[0].Trim().ToLowerInvariant();
        return mediaType switch
        {
            "application/cloudevents+json" => BodyForm.Structured,
            "application/cloudevents-batch+json" => BodyForm.Batch,
            "application/x-ndjson" => BodyForm.Lines,
            "application/json" => headers.ContainsKey(HeaderEnvelope.Mark) ? BodyForm.Binary : BodyForm.Structured,
            _ when mediaType.EndsWith("+json", StringComparison.Ordinal) && headers.ContainsKey(HeaderEnvelope.Mark) => BodyForm.Binary,
            _ => null,
        };
    }

    public static bool IsBulk(this BodyForm form) => form is BodyForm.Batch or BodyForm.Lines;
}
