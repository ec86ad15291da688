using System.Security.Cryptography;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Webhooks;

/// <summary>
/// Finds the connection whose secret a request shows. An unknown source, an unknown workspace and a wrong secret take the same work and give the same answer:
/// where there is less to try than elsewhere, a secret that nobody has is tried as often as it takes.
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
        var match = Try(tried, source is null ? [] : book.For(source.Name, workspace), () => Most(tried), request, now);
        return match is null || source is null ? null : (source, match);
    }

    /// <summary>The connection whose secret the request shows. When it shows none, at least so many were tried.</summary>
    internal static Connection? Try(Source source, IReadOnlyList<Connection> candidates, Func<int> least, SignedRequest request, DateTimeOffset now)
    {
        Connection? match = null;
        var tries = 0;
        foreach (var connection in candidates)
        {
            foreach (var secret in connection.Secrets.Where(secret => !source.PublicSecrets.Contains(secret, StringComparer.Ordinal)))
            {
                // No early end: how long it takes does not tell how far a guess went.
                foreach (var proof in source.ProofsFor(connection))
                {
                    match = proof.Shows(request, secret, connection, now) ? connection : match;
                    tries++;
                }
            }
        }

        if (match is not null) return match;
        var (nobody, enough) = (Connection.ForTrying(source.Name), least());
        for (var i = 0; tries < enough; tries++, i++) _ = source.Proofs[i % source.Proofs.Count].Shows(request, Unguessable, nobody, now);
        return null;
    }

    /// <summary>What a request costs in the workspace that has most secrets for this source: what it shall cost in every other, and in none.</summary>
    private int Most(Source source) => Math.Max(source.Proofs.Count, book.All.Where(connection => connection.Source == source.Name)
        .GroupBy(connection => connection.Workspace.Name, connection => connection.Secrets.Count * source.ProofsFor(connection).Count, StringComparer.Ordinal)
        .Select(tries => tries.Sum()).DefaultIfEmpty().Max());

    /// <summary>The connections that a handshake may be about.</summary>
    public IReadOnlyList<Connection> Candidates(string sourceName, string workspace) => book.For(sourceName, workspace);
}
