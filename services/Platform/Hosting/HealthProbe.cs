using Microsoft.AspNetCore.Http;

namespace KpiPlatform.Platform.Hosting;

/// <summary>
/// The verb <c>health</c> of every service: asks the one that runs beside it, as its environment says, whether it is ready. For a container's health check,
/// where there is neither a shell nor curl.
/// </summary>
public static class HealthProbe
{
    private const int UsualPort = 5000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <returns>0 when it is ready (or degraded, which is ready), else 1; what it said goes to the standard output.</returns>
    public static async Task<int> RunAsync()
    {
        var address = new Uri(Address(Environment.GetEnvironmentVariable), "/health/ready");
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
            using var answer = await http.GetAsync(address);
            Console.WriteLine(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            Console.WriteLine($"{address} does not answer: {e.Message}");
            return 1;
        }
    }

    /// <summary>Where a service with this environment listens, from the same machine: the first address of it.</summary>
    internal static Uri Address(Func<string, string?> environment)
    {
        var first = First(environment("ASPNETCORE_URLS"));
        if (first is null) return Local(First(environment("ASPNETCORE_HTTP_PORTS")) ?? UsualPort.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var address = BindingAddress.Parse(first);
        return address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? new UriBuilder(address.Scheme, "127.0.0.1", address.Port).Uri : new Uri(first);
    }

    private static Uri Local(string port) => new($"http://127.0.0.1:{port}");

    private static string? First(string? list) => list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
}
