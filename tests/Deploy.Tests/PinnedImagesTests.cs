using System.Diagnostics;
using System.Text.RegularExpressions;

namespace KpiPlatform.Deploy.Tests;

/// <summary><c>deploy/pin-images.sh</c> on a copy of the files, with a docker that makes a digest up: which images there are it must find by itself.</summary>
public sealed partial class PinnedImagesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kpi-pin-").FullName;

    [Fact]
    public void Every_image_of_others_gets_its_digest_and_ours_and_the_stages_stay()
    {
        Copy("deploy/docker/Dockerfile", "docker-compose.yml", "deploy/kubernetes/overlays/small/postgres.yaml", "deploy/kubernetes/servers/postgres.yaml", "deploy/kubernetes/base/query.yaml");
        var before = Files.Read("deploy/docker/Dockerfile");
        Run();
        var docker = Pinned("deploy/docker/Dockerfile");
        Assert.Contains(docker, line => line.StartsWith("FROM mcr.microsoft.com/dotnet/sdk:${DOTNET}@sha256:", StringComparison.Ordinal) && line.EndsWith(" AS restore", StringComparison.Ordinal));
        Assert.Equal(From().Matches(before).Count(m => m.Value.Contains(':', StringComparison.Ordinal)), docker.Count);
        Assert.Contains(Pinned("docker-compose.yml"), line => line.Contains("image: postgres:18@sha256:", StringComparison.Ordinal));
        Assert.DoesNotContain(Pinned("docker-compose.yml"), line => line.Contains("kpi-platform/", StringComparison.Ordinal));
        Assert.Single(Pinned("deploy/kubernetes/overlays/small/postgres.yaml"));
        Assert.Single(Pinned("deploy/kubernetes/servers/postgres.yaml"));
        Assert.Empty(Pinned("deploy/kubernetes/base/query.yaml"));
    }

    [Fact]
    public void Run_again_it_puts_the_new_digest_in_the_place_of_the_old()
    {
        Copy("deploy/docker/Dockerfile", "docker-compose.yml", "deploy/kubernetes/overlays/small/rabbitmq.yaml");
        Run('a');
        Run('b');
        foreach (var line in Pinned("deploy/docker/Dockerfile").Concat(Pinned("docker-compose.yml")))
        {
            Assert.Contains("@sha256:bbbb", line, StringComparison.Ordinal);
            Assert.DoesNotContain("aaaa", line, StringComparison.Ordinal);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Copy(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.Copy(Path.Combine(Files.Root, path), Path.Combine(folder, path));
        }
    }

    private List<string> Pinned(string path) => [.. File.ReadAllLines(Path.Combine(folder, path)).Where(line => line.Contains("@sha256:", StringComparison.Ordinal))];

    private void Run(char digit = 'c')
    {
        var docker = Path.Combine(folder, "docker");
        File.WriteAllText(docker, $"#!/bin/sh\n[ \"$1\" = pull ] || echo \"some/name@sha256:{new string(digit, 64)}\"\n");
        File.SetUnixFileMode(docker, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("bash", [Path.Combine(Files.Root, "deploy/pin-images.sh"), folder]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        using var script = Process.Start(start)!;
        var said = script.StandardOutput.ReadToEnd() + script.StandardError.ReadToEnd();
        script.WaitForExit();
        Assert.True(script.ExitCode == 0, said);
    }

    [GeneratedRegex("^FROM .*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex From();
}
