using System.Security.Cryptography;
using System.Text;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Aggregator.Erasing;

/// <summary>What stands where a person's keyed hashes stood: the same for the same hash, so that one person stays one, and made with a secret that is thrown away.</summary>
internal sealed class Pseudonyms
{
    private readonly Dictionary<string, string> byHash;

    public Pseudonyms(string workspace, IReadOnlyList<string> hashes, IReadOnlyDictionary<string, byte[]> secretByMark) => byHash = hashes.ToDictionary(
        hash => hash,
        hash => Convert.ToHexStringLower(HMACSHA256.HashData(secretByMark[Convert.ToHexStringLower(ErasureMark.Of(workspace, hash))], Encoding.UTF8.GetBytes(hash)).AsSpan(0, 16)),
        StringComparer.Ordinal);

    /// <summary>The text with other names; a keyed hash is 32 hexadecimal digits, which nothing else is by chance.</summary>
    public string In(string text) => byHash.Aggregate(text, static (changed, name) => changed.Replace(name.Key, name.Value, StringComparison.Ordinal));

    public StreamId In(StreamId stream) => stream with { Subject = In(stream.Subject) };

    public TimelineEvent In(TimelineEvent e) => e with { Id = In(e.Id), Data = In(e.Data) };

    private EventData In(EventData data) => EventJson.ReadData(In(EventJson.Write(data)));
}
