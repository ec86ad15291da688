using System.Text.Json;
using System.Text.Json.Nodes;

namespace KpiPlatform.Cli.Running;

internal static class Health
{
    public const string Ready = "ready";
    public const string Silent = "no answer";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(3) };

    /// <summary>True when it takes work, with or without a "but".</summary>
    public static bool IsReady(string said) => said.StartsWith(Ready, StringComparison.Ordinal);

    /// <summary>What a host says about itself: ready (with what is not as it should be), not ready (with why), or no answer.</summary>
    public static async Task<string> OfAsync(Uri url, CancellationToken cancellation = default)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(url, "health/ready"), cancellation);
            var amiss = Amiss(await answer.Content.ReadAsStringAsync(cancellation));
            if (!answer.IsSuccessStatusCode) return $"not ready: {amiss}";
            return amiss.Length == 0 ? Ready : $"{Ready}, but {amiss}";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return Silent;
        }
    }

    // {"status":"failing","checks":[{"name":"database","status":"failing","detail":"no connection"}]} → "database (no connection)"
    private static string Amiss(string body)
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
