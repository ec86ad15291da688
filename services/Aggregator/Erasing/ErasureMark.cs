using System.Security.Cryptography;
using System.Text;

namespace KpiPlatform.Aggregator.Erasing;

/// <summary>What is kept of a person who was erased: a hash of the keyed hash. It knows the person again when an event comes late, and nothing can be found by it.</summary>
internal static class ErasureMark
{
    public static byte[] Of(string workspace, string hash) => SHA256.HashData(Encoding.UTF8.GetBytes($"{workspace}\n{hash}"));
}
