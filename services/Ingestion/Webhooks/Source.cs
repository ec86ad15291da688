using System.Security.Cryptography;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Webhooks;

/// <summary>
/// A kind of sender: how its requests prove that they come from it, and what its payloads say in canonical events. One vendor, one file under
/// <c>Sources/</c>, one line in <see cref="Sources.SourceCatalogue"/>. A source has no state and no clock: the same delivery always gives the same readings.
/// </summary>
internal abstract class Source
{
    /// <summary>In the URL and on the command line: lower-case, <c>zendesk</c>.</summary>
    public abstract string Name { get; }

    /// <summary>For people: <c>Zendesk</c>.</summary>
    public abstract string Title { get; }

    /// <summary>What an admin does to connect it; a page of docs/sources.md.</summary>
    public abstract SourceGuide Guide { get; }

    /// <summary>How a request proves that it knows one of the connection's secrets; any one of these is enough.</summary>
    public abstract IReadOnlyList<Proof> Proofs { get; }

    /// <summary>Secrets that everybody can read, such as one for the vendor's tests: they open nothing, even where they are configured.</summary>
    public virtual IReadOnlyList<string> PublicSecrets => [];

    /// <summary>Bytes a delivery may have, unpacked; more for those that bring attachments along.</summary>
    public virtual int BodyBytes => HttpLimits.SingleBytes;

    /// <summary>The same where a connection's options have a say in it.</summary>
    public virtual IReadOnlyList<Proof> ProofsFor(Connection connection) => Proofs;

    /// <summary>A new secret in a form the vendor takes, where <see cref="SourceGuide.MakesSecret"/>.</summary>
    public virtual string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is wrong with how a connection is set up, for its owner to mend; null when nothing is. Said when it is added, by the doctor, and in the log.</summary>
    public virtual string? Problem(Connection connection) => null;

    /// <summary>The events of a delivery, in its order. Throws <see cref="ShapeException"/> when it is not of a known shape, <see cref="SetupException"/>
    /// when it cannot be read before the connection is set right.</summary>
    public abstract IEnumerable<Reading> Read(Delivery delivery);

    /// <summary>
    /// Answers a verified POST that is a question about the endpoint rather than news (Front's sync): null for news. The readings are then not asked for.
    /// </summary>
    public virtual IResult? Challenge(Delivery delivery) => null;

    /// <summary>
    /// Answers GET, HEAD or OPTIONS, by which some vendors try an endpoint before they use it; null is 401, the same as for an unknown connection.
    /// <paramref name="connections"/> are those of the workspace for this source, maybe none.
    /// </summary>
    public virtual IResult? Handshake(HttpRequest request, IReadOnlyList<Connection> connections) => null;

    /// <summary>
    /// The events of one record of the vendor's API or of its export (a ticket with its history, a row): the same events, with the same ids, as the webhooks
    /// would have told, so that what was told already counts nothing. Null when this source has no history to read. Throws <see cref="ShapeException"/>.
    /// </summary>
    public virtual IEnumerable<Reading>? ReadRecord(Delivery delivery, Node record) => null;

    /// <summary>How its REST API is asked for such records when webhooks were missed; null when it is not.</summary>
    public virtual Reconciling.VendorApi? Api => null;
}

/// <summary>What an admin does to connect a source.</summary>
/// <param name="Where">Where in the vendor's settings the URL is pasted.</param>
/// <param name="Events">What to tick there.</param>
/// <param name="Secret">Where the secret comes from and goes to: made by us and pasted there, or made there and given to us.</param>
/// <param name="MakesSecret">True when we make the secret.</param>
/// <param name="Notes">What this source cannot tell, what is inferred, what to beware of.</param>
internal sealed record SourceGuide(string Where, IReadOnlyList<string> Events, string Secret, bool MakesSecret, IReadOnlyList<string> Notes)
{
    /// <summary>True when the vendor takes a secret nowhere but as the password in the URL.</summary>
    public bool SecretInUrl { get; init; }

    /// <summary>Options that hold a word of ours which is pasted at the vendor's and asked back; made when they are not given.</summary>
    public IReadOnlyList<string> MadeOptions { get; init; } = [];
}
