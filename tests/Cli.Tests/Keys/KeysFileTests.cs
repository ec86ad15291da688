using System.Text.Json.Nodes;
using KpiPlatform.Cli.Keys;

namespace KpiPlatform.Cli.Tests.Keys;

public sealed class KeysFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = new();
    private readonly KeysFile _keys;

    public KeysFileTests() => _keys = new KeysFile(_folder.At("keys.json"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_file_holds_the_hash_of_a_key_and_never_the_key()
    {
        var key = await CreateAsync("acme", "metrics:read");

        var text = await File.ReadAllTextAsync(_folder.At("keys.json"));
        Assert.DoesNotContain(key.Key, text, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Key["kpi_live_".Length..], text, StringComparison.Ordinal);
        Assert.Equal(KeyRing.Hash(key.Key), (string?)JsonNode.Parse(text)!["keys"]![0]!["sha256"]);
    }

    [Fact]
    public void The_hash_is_SHA_256_over_the_whole_key_in_lower_case_hex() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", KeyRing.Hash("abc"));

    [Fact]
    public async Task The_file_has_the_members_the_services_read()
    {
        var key = await CreateAsync("acme", "events:write", "metrics:read");
        await _keys.ChangeAsync(d => KeyRing.SigningSecret(d, "acme", another: false, Now));

        var root = JsonNode.Parse(await File.ReadAllTextAsync(_folder.At("keys.json")))!;
        Assert.Equal(32, Convert.FromBase64String((string)root["workspaces"]![0]!["customer_key"]!).Length);
        Assert.Equal(key.Id, (string?)root["keys"]![0]!["id"]);
        Assert.Equal(["events:write", "metrics:read"], root["keys"]![0]!["scopes"]!.AsArray().Select(s => (string)s!));
        Assert.Equal(Now, (DateTimeOffset?)root["keys"]![0]!["created_at"]);
        Assert.True(root["keys"]![0]!.AsObject().ContainsKey("revoked_at"));
        Assert.StartsWith("whsec_", (string?)root["signing_secrets"]![0]!["secret"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_its_owner_can_read_the_file_and_nothing_half_written_stays()
    {
        await CreateAsync("acme", "admin");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.At("keys.json")));
        Assert.Equal(["keys.json", "keys.json.lock"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Keys_made_at_the_same_time_are_all_there()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => CreateAsync("acme", "admin"))));

        Assert.Equal(20, _keys.Read().Keys.Count);
        Assert.Single(_keys.Read().Workspaces);
    }

    [Fact]
    public async Task A_reader_never_sees_a_half_written_file()
    {
        await CreateAsync("acme", "admin");
        var writing = Task.Run(async () => { for (var i = 0; i < 50; i++) await CreateAsync("acme", "admin"); });

        while (!writing.IsCompleted)
            Assert.NotEmpty(_keys.Read().Keys);
        await writing;
    }

    [Fact]
    public async Task A_revoked_key_stays_in_the_list_with_the_time_it_was_first_revoked()
    {
        var key = await CreateAsync("acme", "admin");

        Assert.True(await _keys.ChangeAsync(d => KeyRing.Revoke(d, key.Id, Now.AddHours(1))));
        Assert.True(await _keys.ChangeAsync(d => KeyRing.Revoke(d, key.Id, Now.AddHours(2))));

        Assert.Equal(Now.AddHours(1), Assert.Single(_keys.Read().Keys).RevokedAt);
    }

    [Fact]
    public async Task Revoking_an_unknown_id_is_told_and_changes_nothing()
    {
        await CreateAsync("acme", "admin");

        Assert.False(await _keys.ChangeAsync(d => KeyRing.Revoke(d, "k_nobody", Now)));
        Assert.Null(Assert.Single(_keys.Read().Keys).RevokedAt);
    }

    [Fact]
    public async Task A_workspace_keeps_its_customer_key_when_more_keys_are_made()
    {
        await CreateAsync("acme", "admin");
        var before = _keys.Read().Workspaces.Single().CustomerKey;

        await CreateAsync("acme", "metrics:read");

        Assert.Equal(before, _keys.Read().Workspaces.Single().CustomerKey);
    }

    [Fact]
    public async Task The_signing_secret_is_the_same_until_another_is_asked_for()
    {
        Task<SigningSecretEntry> Ask(bool another) => _keys.ChangeAsync(d => KeyRing.SigningSecret(d, "acme", another, Now));
        var first = await Ask(another: false);

        Assert.Equal(first, await Ask(another: false));
        Assert.NotEqual(first.Secret, (await Ask(another: true)).Secret);
        Assert.Equal(2, _keys.Read().SigningSecrets.Count(s => s.RevokedAt is null));
    }

    private Task<NewKey> CreateAsync(string workspace, params string[] scopes) => _keys.ChangeAsync(d => KeyRing.CreateKey(d, workspace, scopes, Now));
}
