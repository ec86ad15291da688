using System.Text;
using KpiPlatform.Platform.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace KpiPlatform.Platform.Tests.Hosting;

/// <summary>A file as Kubernetes mounts it: a link through <c>..data</c>, which is itself a link to a folder of this state and is swapped as a whole.</summary>
public sealed class WatchedFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kpi-mounted-").FullName;
    private int states;

    private string Mounted => Path.Combine(folder, "keys.json");

    [Fact]
    public void A_mounted_secret_that_is_swapped_is_read_again_though_its_link_stays_the_same()
    {
        Mount("one");
        using var file = Watch();
        Assert.Equal("one", file.Current);
        Mount("two"); // as long as the first
        file.Refresh();
        Assert.Equal("two", file.Current);
        Mount("three");
        file.Refresh();
        Assert.Equal("three", file.Current);
    }

    [Fact]
    public void A_mounted_secret_may_be_readable_by_its_group_and_written_by_nobody()
    {
        Mount("one", UnixFileMode.UserRead | UnixFileMode.GroupRead);
        using var file = Watch();
        Assert.Equal("one", file.Current);
        Mount("two", UnixFileMode.UserRead | UnixFileMode.GroupRead);
        file.Refresh();
        Assert.Equal("two", file.Current);
    }

    [Fact]
    public void A_key_taken_out_of_the_secret_leaves_what_was_read_last_until_it_is_back()
    {
        Mount("one");
        using var file = Watch();
        Mount(content: null);
        file.Refresh();
        Assert.Equal("one", file.Current);
        Mount("two");
        file.Refresh();
        Assert.Equal("two", file.Current);
    }

    [Fact]
    public void A_secret_that_comes_after_the_pod_is_read_when_it_is_there()
    {
        using var file = Watch();
        Assert.False(file.Loaded);
        Mount("one");
        file.Refresh();
        Assert.True(file.Loaded);
        Assert.Equal("one", file.Current);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private WatchedFile<string> Watch() => new("keys file", Mounted, "", Encoding.UTF8.GetString, TimeProvider.System, NullLogger.Instance);

    /// <summary>What the kubelet's atomic writer leaves: a new folder, to which <c>..data</c> leads from now on; the outer link is made once.</summary>
    /// <param name="content">Null when the Secret has no such key.</param>
    private void Mount(string? content, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var state = $"..state{states++}";
        Directory.CreateDirectory(Path.Combine(folder, state));
        if (content is not null)
        {
            var path = Path.Combine(folder, state, "keys.json");
            File.WriteAllText(path, content);
            File.SetUnixFileMode(path, mode);
        }

        // The kubelet renames; .NET cannot rename a link to a folder over another, and nobody looks in between.
        File.Delete(Path.Combine(folder, "..data"));
        File.CreateSymbolicLink(Path.Combine(folder, "..data"), state);
        if (content is not null && new FileInfo(Mounted).LinkTarget is null) File.CreateSymbolicLink(Mounted, "..data/keys.json");
    }
}
