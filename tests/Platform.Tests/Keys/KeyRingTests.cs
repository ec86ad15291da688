using System.Security.Cryptography;
using System.Text;
using KpiPlatform.Platform.Keys;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace KpiPlatform.Platform.Tests.Keys;

public sealed class KeyRingTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"kpi-keys-{Guid.NewGuid():N}.json");

    [Fact]
    public void A_key_is_found_by_its_text_and_says_workspace_and_scopes()
    {
        Write(Key("one", "acme", "events:write"));
        using var ring = Ring();
        var caller = ring.Find("one")!;
        Assert.Equal(("acme", 32), (caller.Workspace.Name, caller.Workspace.CustomerKey.Length));
        Assert.True(caller.May(Scopes.EventsWrite));
        Assert.False(caller.May(Scopes.MetricsRead));
        Assert.Null(ring.Find("two"));
    }

    [Fact]
    public void Admin_may_everything()
    {
        Write(Key("boss", "acme", "admin"));
        using var ring = Ring();
        Assert.True(ring.Find("boss")!.May(Scopes.TargetsWrite));
    }

    [Fact]
    public async Task A_new_key_works_within_a_second_and_a_revoked_one_no_longer()
    {
        Write(Key("one", "acme", "admin"));
        using var ring = Ring();
        Write(Key("one", "acme", "admin", revoked: true), Key("two", "acme", "admin"));
        await Task.Delay(1000);
        Assert.Null(ring.Find("one"));
        Assert.NotNull(ring.Find("two"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"workspaces":[]}""")]
    [InlineData("""{"workspaces":[{"name":"acme","customer_key":"AAAA"}],"keys":[]}""")]
    [InlineData("""{"workspaces":[],"keys":[{"id":"k_1","workspace":"nobody","sha256":"00","scopes":[],"revoked_at":null}]}""")]
    public void A_broken_file_leaves_the_last_good_keys_in_force(string broken)
    {
        Write(Key("one", "acme", "admin"));
        using var ring = Ring();
        File.WriteAllText(path, broken);
        ring.Refresh();
        Assert.NotNull(ring.Find("one"));
    }

    [Fact]
    public void Without_a_file_nobody_is_known_until_it_appears()
    {
        using var ring = Ring();
        Assert.False(ring.Loaded);
        Assert.Null(ring.Find("one"));
        Write(Key("one", "acme", "admin"));
        ring.Refresh();
        Assert.True(ring.Loaded);
        Assert.NotNull(ring.Find("one"));
    }

    public void Dispose() => File.Delete(path);

    private KeyRing Ring() => new(
        new ConfigurationBuilder().AddInMemoryCollection([new("KPI_KEYS_FILE", path)]).Build(), TimeProvider.System, NullLogger<KeyRing>.Instance);

    private static string Key(string key, string workspace, string scope, bool revoked = false) =>
        $$"""{"id":"k_{{key}}","workspace":"{{workspace}}","sha256":"{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}}","scopes":["{{scope}}"],"revoked_at":{{(revoked ? "\"2026-01-01T00:00:00Z\"" : "null")}}}""";

    private void Write(params string[] keys)
    {
        var next = path + ".next";
        File.WriteAllText(next, $$"""{"workspaces":[{"name":"acme","customer_key":"{{Convert.ToBase64String(new byte[32])}}"}],"keys":[{{string.Join(',', keys)}}],"signing_secrets":[]}""");
        File.Move(next, path, overwrite: true);
    }
}
