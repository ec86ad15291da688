using System.Buffers;
using System.Text;

namespace KpiPlatform.Kpis;

/// <summary>Writes the few shapes that stored bytes are made of: variable-length numbers, UTF-8 text, microseconds, exact decimals.</summary>
internal readonly ref struct ByteWriter(ArrayBufferWriter<byte> buffer)
{
    public void Byte(byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    public void Number(long value)
    {
        var rest = (ulong)value;
        var span = buffer.GetSpan(10);
        var i = 0;
        for (; rest >= 0x80; rest >>= 7) span[i++] = (byte)(rest | 0x80);
        span[i++] = (byte)rest;
        buffer.Advance(i);
    }

    /// <summary>A number that may be negative (zigzag).</summary>
    public void Signed(long value) => Number((value << 1) ^ (value >> 63));

    public void Text(string value)
    {
        var size = Encoding.UTF8.GetByteCount(value);
        Number(size);
        Encoding.UTF8.GetBytes(value, buffer.GetSpan(size));
        buffer.Advance(size);
    }

    public void Time(DateTimeOffset value) => Signed((value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);

    public void Exact(decimal value)
    {
        foreach (var part in decimal.GetBits(value)) Number((uint)part);
    }
}

/// <summary>Reads what <see cref="ByteWriter"/> wrote.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int at;

    public byte Byte() => at < bytes.Length ? bytes[at++] : throw new InvalidDataException("Stored bytes end too early.");

    public long Number()
    {
        ulong value = Byte();
        if (value < 0x80) return (long)value;
        value &= 0x7f;
        for (var shift = 7; shift < 70; shift += 7)
        {
            var b = Byte();
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) return (long)value;
        }

        throw new InvalidDataException("A stored number has no end.");
    }

    /// <summary>A number of things that follow, each of at least one byte.</summary>
    public int Count()
    {
        var count = Number();
        return count >= 0 && count <= bytes.Length - at ? (int)count : throw new InvalidDataException("A stored count is larger than what follows it.");
    }

    public long Signed()
    {
        var value = (ulong)Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public string Text()
    {
        var size = Count();
        at += size;
        return Encoding.UTF8.GetString(bytes.Slice(at - size, size));
    }

    public string[] Texts()
    {
        var texts = new string[Count()];
        for (var i = 0; i < texts.Length; i++) texts[i] = Text();
        return texts;
    }

    public DateTimeOffset Time() => DateTimeOffset.UnixEpoch.AddTicks(Signed() * TimeSpan.TicksPerMicrosecond);

    public decimal Exact() => new([(int)(uint)Number(), (int)(uint)Number(), (int)(uint)Number(), (int)(uint)Number()]);
}
