using System.Text.Json;
using KpiPlatform.Ingestion.Reconciling;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Tests.Reconciling;

public sealed class PullSettingsTests
{
    [Fact]
    public void A_pull_is_every_quarter_of_an_hour_unless_said_otherwise() =>
        Assert.Equal(TimeSpan.FromMinutes(15), PullSettings.Of(Connected("""{"url":"https://desk.example","token":"t"}""")).Every);

    [Fact]
    public void A_tokens_file_is_looked_for_beside_the_sources_file()
    {
        var folder = Directory.CreateTempSubdirectory("kpi-token-").FullName;
        File.WriteAllText(Path.Combine(folder, "token.txt"), "from-a-file\n");
        var connection = Connected("""{"url":"https://desk.example","token_file":"token.txt"}""") with { Folder = folder };

        Assert.Equal("from-a-file", PullSettings.Of(connection).Token);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("""true""", "must be an object")]
    [InlineData("""{"token":"t0p-secret"}""", "url")]
    [InlineData("""{"url":"ftp://desk.example.com","token":"t0p-secret"}""", "url")]
    [InlineData("{\"url\":\"https:/" + "/me:t0p-secret@desk.example\",\"token\":\"t\"}", "url")]
    [InlineData("""{"url":"https://desk.example"}""", "exactly one of token, token_file, token_env")]
    [InlineData("""{"url":"https://desk.example","token":"t0p-secret","token_env":"X"}""", "exactly one of token, token_file, token_env")]
    [InlineData("""{"url":"https://desk.example","token_env":"KPI_TEST_NOT_SET"}""", "not set")]
    [InlineData("""{"url":"https://desk.example","token_file":"/nowhere/at/all"}""", "token_file")]
    [InlineData("""{"url":"https://desk.example","token":"t0p-secret","every_minutes":0}""", "every_minutes")]
    [InlineData("""{"url":"https://desk.example","token":"t0p-secret","every_minutes":"often"}""", "every_minutes")]
    [InlineData("""{"url":"https://desk.example","token":"t0p-secret"}""", "user must be the agent")]
    public void A_mistake_is_named_without_the_secret(string pull, string named)
    {
        var problem = new Zendesk().Problem(Connected(pull));

        Assert.Contains(named, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("t0p-secret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_option_nothing_is_wrong() => Assert.Null(new Chatwoot().Problem(Connection.ForTrying("chatwoot")));

    [Fact]
    public void Chatwoot_needs_its_account() =>
        Assert.Contains("account", new Chatwoot().Problem(Connected("""{"url":"https://desk.example","token":"t"}""")), StringComparison.Ordinal);

    private static Connection Connected(string pull) => Connection.ForTrying("zendesk", JsonDocument.Parse($$"""{"pull":{{pull}}}""").RootElement);
}
