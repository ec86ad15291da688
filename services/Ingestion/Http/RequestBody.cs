using System.Buffers;
using System.IO.Compression;

namespace KpiPlatform.Ingestion.Http;

/// <summary>The bytes of a request, bounded before they are held.</summary>
internal static class RequestBody
{
    /// <summary>Reads the raw body; null when it is larger than <paramref name="limit"/>, with or without a Content-Length.</summary>
    public static async ValueTask<byte[]?> ReadAsync(HttpRequest request, int limit, TimeProvider time)
    {
        if (request.ContentLength > limit) return null;
        if (TryReadAtOnce(request, limit) is { } whole) return whole;
        using var patience = new CancellationTokenSource(HttpLimits.BodyTime, time);
        await using var abort = patience.Token.Register(static reader => ((System.IO.Pipelines.PipeReader)reader!).CancelPendingRead(), request.BodyReader);
        while (true)
        {
            var result = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            if (result.IsCanceled) throw new BadHttpRequestException("The body took too long.", StatusCodes.Status408RequestTimeout);
            if (result.Buffer.Length > limit)
            {
                request.BodyReader.AdvanceTo(result.Buffer.End);
                return null;
            }

            if (result.IsCompleted)
            {
                var body = result.Buffer.ToArray();
                request.BodyReader.AdvanceTo(result.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>A small body has mostly come with its headers: no timer for it.</summary>
    private static byte[]? TryReadAtOnce(HttpRequest request, int limit)
    {
        if (!request.BodyReader.TryRead(out var result)) return null;
        var isWhole = result.Buffer.Length <= limit && (result.IsCompleted || result.Buffer.Length == request.ContentLength);
        var body = isWhole ? result.Buffer.ToArray() : null;
        request.BodyReader.AdvanceTo(isWhole ? result.Buffer.End : result.Buffer.Start, isWhole ? result.Buffer.End : result.Buffer.Start);
        return body;
    }

    /// <summary>Unpacks gzip; null beyond the limit. Throws <see cref="InvalidDataException"/> when it is no gzip.</summary>
    public static byte[]? Gunzip(byte[] packed, int limit)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        var unpacked = new ArrayBufferWriter<byte>(Math.Min(limit, Math.Max(256, packed.Length * 4)));
        int read;
        while ((read = gzip.Read(unpacked.GetSpan(16 * 1024))) > 0)
        {
            unpacked.Advance(read);
            if (unpacked.WrittenCount > limit) return null;
        }

        return unpacked.WrittenSpan.ToArray();
    }
}
