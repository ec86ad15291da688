using System.Security.Cryptography;
using System.Text.Json;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Testing;

/// <summary>The scripts of tests/Clients: npm packages installed as locked, once for each lock file, and run by Node.</summary>
public static class NodeClients
{
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    private static string Folder { get; } = Path.Combine(SharedFolder.Root, "tests/Clients");

    /// <summary>Why they cannot run here; null when they can. In CI (<c>CI=true</c>) that is no excuse: running them then fails.</summary>
    public static string? WhyNot => Missing is { } missing && Environment.GetEnvironmentVariable("CI") != "true" ? missing : null;

    private static string? Missing => Shell.Which("node") is null || Shell.Which("npm") is null ? "node and npm are not on PATH" : null;

    /// <summary>The JSON lines that a script printed. Throws with what it said when it failed.</summary>
    public static async Task<IReadOnlyList<JsonElement>> RunAsync(string script, Uri url, string secret)
    {
        await Installed.Value;
        var environment = new Dictionary<string, string?> { ["KPI_URL"] = url.AbsoluteUri, ["KPI_SECRET"] = secret, ["NODE_OPTIONS"] = null };
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var result = await Shell.RunAsync(["node", script], environment, folder: Folder, cancellation: patience.Token);
        if (!result.Ok) throw new InvalidOperationException($"{script}: {result.Output}{result.Errors}");
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static async Task InstallAsync()
    {
        if (Missing is { } missing) throw new InvalidOperationException($"{missing}; ./kpi test installs them where it can.");
        var (mark, wanted) = (Path.Combine(Folder, "node_modules/.kpi-lock"), Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json")))));
        if (File.Exists(mark) && await File.ReadAllTextAsync(mark) == wanted) return;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var result = await Shell.RunAsync(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder: Folder, cancellation: patience.Token);
        if (!result.Ok) throw new InvalidOperationException($"npm ci: {result.Output}{result.Errors}");
        await File.WriteAllTextAsync(mark, wanted);
    }
}
