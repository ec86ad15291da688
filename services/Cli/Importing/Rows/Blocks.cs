namespace KpiPlatform.Cli.Importing.Rows;

/// <summary>A file in pieces: what was read and is not yet consumed, with more behind it when asked.</summary>
internal sealed class Blocks(string path) : IDisposable
{
    private const int Size = 1 << 18;

    private readonly FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
    private byte[] buffer = new byte[Size];
    private int start;
    private int end;
    private bool hasBegun;

    public ReadOnlySpan<byte> Data => buffer.AsSpan(start, end - start);

    /// <summary>Nothing comes behind <see cref="Data"/>.</summary>
    public bool IsLast { get; private set; }

    public void Consume(int bytes) => start += bytes;

    public void More()
    {
        var left = end - start;
        var target = left > buffer.Length / 2 ? new byte[buffer.Length * 2] : buffer;
        buffer.AsSpan(start, left).CopyTo(target);
        (buffer, start, end) = (target, 0, left);
        var read = file.ReadAtLeast(buffer.AsSpan(end), 1, throwOnEndOfStream: false);
        IsLast = read == 0;
        end += read;
        if (hasBegun) return;
        hasBegun = true;
        if (Data.StartsWith("\uFEFF"u8)) Consume(3);
    }

    public void Dispose() => file.Dispose();
}
