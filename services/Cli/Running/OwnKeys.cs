using System.Text.Json;
using KpiPlatform.Cli.Keys;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

/// <summary>The key that `up` shows: made once a workspace, kept in the home (0600), made again when it was revoked.</summary>
internal static class OwnKeys
{
    public const string Usual = "default";
    public const string Demo = "demo";

    /// <summary>The workspace that `up` made first, for commands that were not told one.</summary>
    public static string Workspace(Home home) => Read(home).Keys.FirstOrDefault(Usual);

    public static async Task<string> OfAsync(Home home, string workspace, DateTimeOffset now)
    {
        var keys = new KeysFile(home.KeysFile);
        var own = Read(home);
        if (own.TryGetValue(workspace, out var known) && keys.Read().Keys.Any(k => k.Sha256 == KeyRing.Hash(known) && k.RevokedAt is null))
            return known;
        var made = await keys.ChangeAsync(document => KeyRing.CreateKey(document, workspace, ["admin"], now));
        own[workspace] = made.Key;
        PrivateFile.Write(home.OwnKeys, JsonSerializer.Serialize(own));
        return made.Key;
    }

    private static Dictionary<string, string> Read(Home home) => File.Exists(home.OwnKeys)
        ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(home.OwnKeys))!
        : new(StringComparer.Ordinal);
}
