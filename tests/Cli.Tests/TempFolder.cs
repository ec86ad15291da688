namespace KpiPlatform.Cli.Tests;

/// <summary>A folder for one test, gone afterwards.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kpi-cli-").FullName;

    public string At(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Empty files, with the folders they need.</summary>
    public TempFolder With(params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(file))!);
            File.WriteAllText(At(file), "");
        }
        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
