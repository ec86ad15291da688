using System.Text.Json;
using System.Text.Json.Nodes;

namespace KpiPlatform.Cli.Running;

internal static class Health
{
    public const string Ready = "ready";
    public const string Silent = "no answer";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(3) };

    /// <summary>What a host says about itself: ready, not ready (with what it says), or no answer.</summary>
    public static async Task<string> OfAsync(Uri url, CancellationToken cancellation = default)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(url, "health/ready"), cancellation);
            return answer.IsSuccessStatusCode ? Ready : $"not ready: {Failing(await answer.Content.ReadAsStringAsync(cancellation))}";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return Silent;
        }
    }

    // {"status":"failing","checks":[{"name":"database","status":"failing","detail":"no connection"}]} → "database (no connection)"
    private static string Failing(string body)
    {
        try
        {
            var checks = JsonNode.Parse(body)!["checks"]!.AsArray().Where(c => (string?)c!["status"] != "ok");
            return string.Join(", ", checks.Select(c => $"{c!["name"]} ({(string?)c["detail"] ?? (string?)c["status"]})"));
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException)
        {
            return body.Trim();
        }
    }
}
