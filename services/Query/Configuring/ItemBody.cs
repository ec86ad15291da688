using System.Text.Json;
using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Query.Configuring;

/// <summary>An item as it is sent.</summary>
internal static class ItemBody
{
    public const int MostBytes = 1024 * 1024;

    /// <summary>The body's JSON, or the answer to a body that is too large or is no JSON.</summary>
    public static async Task<(JsonElement? Body, IResult? Refusal)> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MostBytes) return (null, TooLarge());
        var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MostBytes) return (null, TooLarge());
        }

        try
        {
            return (JsonSerializer.Deserialize<JsonElement>(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)), null);
        }
        catch (JsonException e)
        {
            return (null, Problems.Of(StatusCodes.Status400BadRequest, "invalid_json", $"The body is no JSON: {e.Message}"));
        }
    }

    private static IResult TooLarge() => Problems.Of(StatusCodes.Status413PayloadTooLarge, "too_large", $"The body is larger than {MostBytes} bytes.");
}
