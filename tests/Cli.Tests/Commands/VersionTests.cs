using KpiPlatform.Cli.Commands;
using KpiPlatform.Cli.Testing;

namespace KpiPlatform.Cli.Tests.Commands;

public sealed class VersionTests
{
    [Theory]
    [InlineData("0.1.0", null, false)]
    [InlineData("0.1.0+46605f2a", "46605f2a", false)]
    [InlineData("0.1.0+46605f2a.modified", "46605f2a", true)]
    public void The_stamp_tells_the_commit_and_whether_more_was_in_the_folder(string stamp, string? commit, bool modified) =>
        Assert.Equal((commit, modified), VersionCommand.Commit(stamp));

    [Fact]
    public void This_build_knows_its_version() => Assert.Matches(@"^\d+\.\d+\.\d+(\+[0-9a-f]+(\.modified)?)?$", VersionCommand.Stamp);

    [Fact]
    public void Only_sources_on_the_network_that_are_enabled_are_asked_for_advisories()
    {
        var asked = Advisories.Sources("E https://packages.example/v3/index.json\nD https://off.example/index.json\nE /opt/packages\nEM https://machine.example/index.json\n");
        Assert.Equal(["packages.example", "machine.example"], asked.Select(uri => uri.Host));
    }
}
