using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Testing;

/// <summary>
/// Whether this machine's package sources tell of vulnerabilities. Where one does, the restore has asked it, and ends on a known one of severity high
/// or critical; where none does, a restore says nothing, which must not look like good news.
/// </summary>
internal static class Advisories
{
    /// <summary>As in a source's index; the number behind it is the protocol's.</summary>
    private const string Resource = "VulnerabilityInfo/";

    public static async Task<string> SayAsync(CancellationToken cancellation)
    {
        var listed = await Shell.RunAsync([DotNet.Host, "nuget", "list", "source", "--format", "short"], folder: Checkout.Root, cancellation: cancellation);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var known = 0;
        foreach (var source in Sources(listed.Output))
            known += await TellsAsync(http, source, cancellation) ? 1 : 0;
        return known > 0 ? "ok  no package with a known vulnerability of severity high" : "not asked: no package source of this machine has any";
    }

    /// <summary>The enabled ones that are on the network.</summary>
    internal static IEnumerable<Uri> Sources(string listed) => listed.Split('\n', StringSplitOptions.TrimEntries)
        .Where(line => line.StartsWith("E ", StringComparison.Ordinal) || line.StartsWith("EM ", StringComparison.Ordinal))
        .Select(line => Uri.TryCreate(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..], UriKind.Absolute, out var uri) ? uri : null)
        .OfType<Uri>().Where(uri => uri.Scheme is "http" or "https");

    private static async Task<bool> TellsAsync(HttpClient http, Uri source, CancellationToken cancellation)
    {
        try
        {
            return (await http.GetStringAsync(source, cancellation)).Contains(Resource, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
