using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KpiPlatform.Aggregator.Notices;

/// <summary>How a POST went.</summary>
/// <param name="Failure">What went wrong, for people; null when it was taken (2xx).</param>
/// <param name="IsGone">The receiver said that it wants no more (410).</param>
internal sealed record Outcome(string? Failure, bool IsGone = false);

/// <summary>POSTs notices. Redirects are not followed: a signed message goes to whom it was promised or to nobody.</summary>
internal sealed class WebhookClient(TimeProvider clock) : IDisposable
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
    {
        Timeout = TimeSpan.FromSeconds(15),
        MaxResponseContentBufferSize = 64 * 1024,
        DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("KpiPlatform", null) } },
    };

    public async Task<Outcome> PostAsync(Delivery delivery, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, delivery.Url);
            var body = Body(delivery);
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            WebhookSigner.Sign(request, delivery.Notice, clock.GetUtcNow(), body, delivery.Secret);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (answer.IsSuccessStatusCode) return new(Failure: null);
            return new(string.Create(CultureInfo.InvariantCulture, $"answered {(int)answer.StatusCode}"), answer.StatusCode == HttpStatusCode.Gone);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new("no answer within 15 s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UriFormatException or FormatException or NotSupportedException or InvalidOperationException)
        {
            return new(e.Message);
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>What receivers get: <c>{"type","timestamp","data"}</c>.</summary>
    private static byte[] Body(Delivery delivery)
    {
        var data = JsonNode.Parse(delivery.Body)!.AsObject();
        var envelope = new JsonObject { ["type"] = data["type"]!.DeepClone(), ["timestamp"] = data["at"]!.DeepClone(), ["data"] = data };
        return Encoding.UTF8.GetBytes(envelope.ToJsonString(Plain));
    }
}
