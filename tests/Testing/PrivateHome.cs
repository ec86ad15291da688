using System.Security.Cryptography;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Testing;

/// <summary>This test process's folder for servers and logs; the watchdog removes it afterwards.</summary>
internal static class PrivateHome
{
    private static readonly Lazy<string> Folder = new(Create);

    public static string Below(string name) => Directory.CreateDirectory(Path.Combine(Folder.Value, name)).FullName;

    private static string Create()
    {
        var folder = Path.Combine(Path.GetTempPath(), "kpi-test-" + RandomNumberGenerator.GetHexString(8, lowercase: true));
        Directory.CreateDirectory(folder);
        Watchdog.Remove(folder);
        Launcher.Started = Watchdog.End;
        return folder;
    }
}
