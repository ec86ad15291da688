using System.Text;

namespace KpiPlatform.Contracts.V1;

/// <summary>Which partition a stream belongs to. A stream (workspace, source, subject) always has the same one, so one worker at a time touches it.</summary>
public static class Partitioning
{
    /// <summary>Number of partitions unless an installation says otherwise; fixed once events have been taken.</summary>
    public const int DefaultPartitions = 4;

    /// <summary>FNV-1a over the UTF-8 of the three names, each ended by a zero byte, mixed once (Murmur3's finaliser), modulo the number of partitions.</summary>
    public static int Of(string workspace, string source, string subject, int partitions)
    {
        var hash = Add(Add(Add(2166136261, workspace), source), subject);
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        hash ^= hash >> 16;
        return (int)(hash % (uint)partitions);
    }

    private static uint Add(uint hash, string name)
    {
        Span<byte> bytes = stackalloc byte[512];
        var size = Encoding.UTF8.GetByteCount(name);
        if (size > bytes.Length) bytes = new byte[size];
        Encoding.UTF8.GetBytes(name, bytes);
        foreach (var b in bytes[..size]) hash = (hash ^ b) * 16777619;
        return hash * 16777619;
    }
}
