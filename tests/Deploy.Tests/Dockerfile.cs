namespace KpiPlatform.Deploy.Tests;

/// <summary>The images' recipe.</summary>
internal static class Dockerfile
{
    public const string Path = "deploy/docker/Dockerfile";

    public static string Text { get; } = Files.Read(Path);

    /// <summary>From a stage's <c>FROM … AS name</c> to the next <c>FROM</c>.</summary>
    public static string Stage(string name)
    {
        var from = Text.IndexOf($" AS {name}\n", StringComparison.Ordinal);
        Assert.True(from >= 0, $"{Path} has no stage {name}");
        var to = Text.IndexOf("\nFROM ", from, StringComparison.Ordinal);
        return to < 0 ? Text[from..] : Text[from..to];
    }
}
