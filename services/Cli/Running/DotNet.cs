namespace KpiPlatform.Cli.Running;

internal static class DotNet
{
    /// <summary>The dotnet that runs this program, so that services run on the same.</summary>
    public static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path
        : Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath!
        : "dotnet";
}
