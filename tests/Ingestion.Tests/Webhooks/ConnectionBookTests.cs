using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Platform.Keys;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace KpiPlatform.Ingestion.Tests.Webhooks;

/// <summary>Secrets are read with the sources file and not again with requests, whatever the keys file says.</summary>
public sealed class ConnectionBookTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kpi-book-").FullName;

    private string Keys => Path.Combine(folder, "keys.json");

    [Fact]
    public void A_connection_of_a_workspace_that_is_not_there_does_not_have_the_others_read_again()
    {
        var secret = Path.Combine(folder, "secret");
        File.WriteAllText(secret, "s");
        WriteKeys("acme");
        File.WriteAllText(Path.Combine(folder, "sources.json"), $$"""
            {"connections":[{{Entry("c_1", "acme", secret)}},{{Entry("c_2", "gone", secret)}}]}
            """);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("KPI_KEYS_FILE", Keys), new("KPI_SOURCES_FILE", Path.Combine(folder, "sources.json"))]).Build();
        using var keys = new KeyRing(configuration, TimeProvider.System, NullLogger<KeyRing>.Instance);
        using var book = new ConnectionBook(configuration, keys, TimeProvider.System, NullLogger<ConnectionBook>.Instance);
        File.Delete(secret);

        var first = Assert.Single(book.For("typeform", "acme"));
        Assert.Equal(("c_1", "s"), (first.Id, Assert.Single(first.Secrets)));
        Assert.Same(book.All, book.All);

        WriteKeys("acme", "gone");
        Assert.True(SpinWait.SpinUntil(() => book.For("typeform", "gone").Count == 1, TimeSpan.FromSeconds(10)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Entry(string id, string workspace, string secret) =>
        $$"""{"id":"{{id}}","source":"typeform","workspace":"{{workspace}}","account":"main","created_at":"2026-01-01T00:00:00Z","secrets":[{"id":"s_1","created_at":"2026-01-01T00:00:00Z","file":"{{secret}}"}]}""";

    private void WriteKeys(params string[] workspaces)
    {
        var entries = workspaces.Select(name => $$"""{"name":"{{name}}","customer_key":"{{Convert.ToBase64String(new byte[32])}}"}""");
        File.WriteAllText(Keys, $$"""{"workspaces":[{{string.Join(',', entries)}}],"keys":[]}""");
    }
}
