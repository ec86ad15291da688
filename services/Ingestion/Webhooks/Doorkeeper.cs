using System.Security.Cryptography;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks.Proofs;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Webhooks;

/// <summary>
/// Finds the connection whose secret a request shows. An unknown source, an unknown workspace and a wrong secret take the same work and give the same answer:
/// where there is nothing to try, a secret that nobody has is tried.
/// </summary>
internal sealed class Doorkeeper(ConnectionBook book)
{
    private static readonly string Unguessable = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    private static readonly Source AnySource = SourceCatalogue.All[0];

    /// <summary>Null when the request shows no secret of the workspace's connections to this source.</summary>
    public (Source Source, Connection Connection)? Find(string sourceName, string workspace, SignedRequest request, DateTimeOffset now)
    {
        var source = SourceCatalogue.Find(sourceName);
        var tried = source ?? AnySource;
        var candidates = source is null ? [] : book.For(source.Name, workspace);
        if (candidates.Count == 0) candidates = [Nobody(tried)];
        Connection? match = null;
        foreach (var connection in candidates)
        {
            foreach (var secret in connection.Secrets)
            {
                // No early end: how long it takes does not tell how far a guess went.
                foreach (var proof in tried.ProofsFor(connection)) match = proof.Shows(request, secret, connection, now) ? connection : match;
            }
        }

        return match is null || source is null ? null : (source, match);
    }

    /// <summary>The connections that a handshake may be about.</summary>
    public IReadOnlyList<Connection> Candidates(string sourceName, string workspace) => book.For(sourceName, workspace);

    private static Connection Nobody(Source source) =>
        Connection.ForTrying(source.Name) with { Secrets = [Unguessable], Workspace = new Workspace("", new byte[32]) };
}
