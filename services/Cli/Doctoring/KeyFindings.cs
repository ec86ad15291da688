using KpiPlatform.Cli.Keys;
using KpiPlatform.Cli.Running;

namespace KpiPlatform.Cli.Doctoring;

/// <summary>Secrets that were to be changed, and of which the old one still opens the door.</summary>
internal static class KeyFindings
{
    private static readonly TimeSpan ChangeOver = TimeSpan.FromDays(7);

    public static IEnumerable<Finding> Of(Home home, DateTimeOffset now) => !File.Exists(home.KeysFile) ? [] : new KeysFile(home.KeysFile).Read().SigningSecrets
        .Where(s => s.RevokedAt is null).GroupBy(s => s.Workspace, StringComparer.Ordinal).Where(g => g.Count() > 1 && now - g.Max(s => s.CreatedAt) > ChangeOver)
        .Select(g => new Finding($"signing secrets of {g.Key}", false, $"{g.Count()} are valid, the newest for {(now - g.Max(s => s.CreatedAt)).TotalDays:0} days: the change-over was not ended",
            $"./kpi keys revoke {g.OrderBy(s => s.CreatedAt).First().Id}", "secret-rotation"));
}
