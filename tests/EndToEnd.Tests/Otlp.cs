using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>Reads just enough of OTLP's protobuf (opentelemetry/proto) to see what was sent.</summary>
internal static class Otlp
{
    /// <summary>The messages that a path of field numbers leads to.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> At(this ReadOnlyMemory<byte> message, params int[] path) => path is [var number, .. var rest]
        ? Fields(message).Where(f => f.Number == number).SelectMany(f => f.Bytes.At(rest))
        : [message];

    public static string Text(this ReadOnlyMemory<byte> message, params int[] path) => message.At(path).Select(bytes => Encoding.UTF8.GetString(bytes.Span)).FirstOrDefault("");

    public static string Hex(this ReadOnlyMemory<byte> message, int field) => message.At(field).Select(bytes => Convert.ToHexStringLower(bytes.Span)).FirstOrDefault("");

    public static long Number(this ReadOnlyMemory<byte> message, int field) => message.At(field).Select(bytes => (long)Varint(ref bytes)).FirstOrDefault();

    /// <summary>Fixed numbers of 64 bits, alone or packed.</summary>
    public static IEnumerable<long> Fixed(this ReadOnlyMemory<byte> message, int field) =>
        message.At(field).SelectMany(bytes => Enumerable.Range(0, bytes.Length / 8).Select(i => BinaryPrimitives.ReadInt64LittleEndian(bytes.Span[(8 * i)..])));

    public static IEnumerable<double> Doubles(this ReadOnlyMemory<byte> message, int field) => message.Fixed(field).Select(BitConverter.Int64BitsToDouble);

    public static IReadOnlyDictionary<string, string> Attributes(this ReadOnlyMemory<byte> message, int field) =>
        message.At(field).ToDictionary(pair => pair.Text(1), pair => pair.At(2).Select(Value).FirstOrDefault(""), StringComparer.Ordinal);

    private static string Value(ReadOnlyMemory<byte> any) => Fields(any).Select(f => f.Number switch
    {
        1 => Encoding.UTF8.GetString(f.Bytes.Span),
        2 => any.Number(2) == 1 ? "true" : "false",
        3 => any.Number(3).ToString(CultureInfo.InvariantCulture),
        4 => any.Doubles(4).First().ToString(CultureInfo.InvariantCulture),
        5 => string.Join(',', f.Bytes.At(1).Select(Value)),
        _ => "?",
    }).FirstOrDefault("");

    private static IEnumerable<(int Number, ReadOnlyMemory<byte> Bytes)> Fields(ReadOnlyMemory<byte> message)
    {
        while (!message.IsEmpty)
        {
            var key = Varint(ref message);
            var size = (key & 7) switch
            {
                0 => VarintSize(message),
                1 => 8,
                2 => (int)Varint(ref message),
                5 => 4,
                _ => throw new InvalidDataException($"wire type {key & 7}"),
            };
            yield return ((int)(key >> 3), message[..size]);
            message = message[size..];
        }
    }

    private static int VarintSize(ReadOnlyMemory<byte> message)
    {
        var rest = message;
        Varint(ref rest);
        return message.Length - rest.Length;
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> message)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message.Span[0];
            message = message[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
