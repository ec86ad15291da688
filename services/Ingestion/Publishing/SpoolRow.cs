using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Ingestion.Publishing;

/// <summary>Events of one request for one partition, as they are written: a JSON array in the contract's words.</summary>
internal sealed record SpoolEntry(int Partition, int Events, byte[] Body)
{
    public static SpoolEntry Of(int partition, Parcel parcel) =>
        new(partition, parcel.Events.Count, JsonSerializer.SerializeToUtf8Bytes(parcel.Events, SpoolRow.Json));
}

/// <summary>The same, as they are read.</summary>
internal sealed record SpoolRow(long Id, int Events, byte[] Body)
{
    public static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>With the trace of the request that brought them. Throws <see cref="JsonException"/> when it is not what this program writes.</summary>
    public Parcel Open()
    {
        if (JsonSerializer.Deserialize<List<CanonicalEvent>>(Body, Json) is not { Count: > 0 } events || events.Exists(e => e is null)) throw new JsonException("It holds no events.");
        _ = ActivityContext.TryParse(events[0].TraceParent, traceState: null, isRemote: true, out var request);
        return new Parcel(events, request);
    }
}

/// <summary>What waits for one partition.</summary>
internal sealed record SpoolPart(int Partition, long Events, long Bytes);

/// <summary>How the spool is.</summary>
/// <param name="Oldest">When what has waited longest was accepted.</param>
/// <param name="Trouble">Why nothing can be written now; null when it can.</param>
internal sealed record SpoolStatus(long Events, long Bytes, DateTimeOffset? Oldest, string? Trouble)
{
    /// <summary>Events in rows that could not be read, since the start.</summary>
    public long SetAside { get; init; }

    /// <summary>Why what waits cannot be taken out now; null when it can.</summary>
    public string? Stuck { get; init; }
}
