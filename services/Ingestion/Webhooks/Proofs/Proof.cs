namespace KpiPlatform.Ingestion.Webhooks.Proofs;

/// <summary>A way in which a request shows that its sender knows a secret. Never throws: what is malformed or absent shows nothing.</summary>
internal abstract class Proof
{
    /// <summary>True when the request shows that its sender knows this secret, and is not too old where the proof covers a time. Compares in constant time.</summary>
    public abstract bool Shows(SignedRequest request, string secret, Connection connection, DateTimeOffset now);

    /// <summary>The headers that prove it, for samples and tests; null when that cannot be made from the secret alone.</summary>
    public virtual IReadOnlyList<KeyValuePair<string, string>>? Sign(ReadOnlySpan<byte> body, string secret, DateTimeOffset now) => null;
}

/// <summary>A request as it came: what signatures are made over.</summary>
/// <param name="Body">Before unpacking.</param>
internal sealed record SignedRequest(IHeaderDictionary Headers, IQueryCollection Query, ReadOnlyMemory<byte> Body)
{
    public string Header(string name) => Headers[name].ToString();
}
