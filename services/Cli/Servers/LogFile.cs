namespace KpiPlatform.Cli.Servers;

internal static class LogFile
{
    private const int Enough = 20_000_000;

    public static string Tail(string path, int lines = 15) => File.Exists(path)
        ? string.Join('\n', File.ReadLines(path).TakeLast(lines))
        : "(no log)";

    /// <summary>Keeps one old log beside the new one, so that restarts for years do not fill the disk.</summary>
    public static void Rotate(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > Enough })
            File.Move(path, path + ".1", overwrite: true);
    }
}
