using System.Text.Json.Nodes;

namespace KpiPlatform.Ingestion.Reconciling;

/// <summary>How a vendor's REST API tells what has changed: as records that the vendor's source can read.</summary>
internal abstract class VendorApi
{
    /// <summary>Puts the token where the vendor wants it.</summary>
    public abstract void Authorize(HttpRequestMessage request, PullSettings settings);

    /// <summary>
    /// Every ticket that has changed since then, at least once, with its history, whatever changes while they are paged through: what does so may be told as it was
    /// before, and is told again by the next pull.
    /// </summary>
    public abstract IAsyncEnumerable<Pulled> ChangedAsync(VendorClient client, PullSettings settings, DateTimeOffset since, CancellationToken ct);
}

/// <summary>A ticket of a vendor's API.</summary>
/// <param name="Record">For <see cref="Webhooks.Source.ReadRecord"/>.</param>
/// <param name="Through">Everything that changed until then has been told, this one included; null while nothing of the kind can be said.</param>
internal sealed record Pulled(JsonObject Record, DateTimeOffset? Through = null);

/// <summary>A pull cannot go on; the message is for people and holds no secret.</summary>
internal sealed class PullException(string message, Exception? inner = null) : Exception(message, inner);
