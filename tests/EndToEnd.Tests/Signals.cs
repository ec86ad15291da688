using System.Text;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>A span as it was exported; ids in hexadecimal.</summary>
internal sealed record Span(string Scope, string Name, string TraceId, string SpanId, string ParentId, IReadOnlyList<(string TraceId, string SpanId)> Links);

/// <summary>Reads just enough of OTLP's protobuf (opentelemetry/proto/trace/v1/trace.proto) to see what belongs to what.</summary>
internal static class Spans
{
    public static IEnumerable<Span> Of(byte[] exportRequest) =>
        from resource in Fields(exportRequest).Where(f => f.Number == 1)
        from scope in Fields(resource.Bytes).Where(f => f.Number == 2)
        from span in Fields(scope.Bytes).Where(f => f.Number == 2)
        select Read(ScopeName(scope.Bytes), span.Bytes);

    private static string ScopeName(ReadOnlyMemory<byte> scope) =>
        Fields(scope).Where(f => f.Number == 1).SelectMany(s => Fields(s.Bytes)).Where(f => f.Number == 1).Select(f => Encoding.UTF8.GetString(f.Bytes.Span)).FirstOrDefault("");

    private static Span Read(string scope, ReadOnlyMemory<byte> span)
    {
        var fields = Fields(span).ToList();
        var links = fields.Where(f => f.Number == 13).Select(f => Fields(f.Bytes).ToList()).Select(l => (Hex(l, 1), Hex(l, 2))).ToList();
        var name = Encoding.UTF8.GetString(fields.First(f => f.Number == 5).Bytes.Span);
        return new(scope, name, Hex(fields, 1), Hex(fields, 2), Hex(fields, 4), links);
    }

    private static string Hex(List<(int Number, ReadOnlyMemory<byte> Bytes)> fields, int number) =>
        fields.Where(f => f.Number == number).Select(f => Convert.ToHexStringLower(f.Bytes.Span)).FirstOrDefault("");

    /// <summary>The fields of a message; of numbers only the field's number.</summary>
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
