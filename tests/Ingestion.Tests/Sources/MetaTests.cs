using System.Text;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Ingestion.Tests.Sources;

/// <summary>Messenger, Instagram and WhatsApp: what single samples don't show.</summary>
public sealed class MetaTests
{
    private const string Verify = "hub.mode=subscribe&hub.challenge=4711&hub.verify_token=";

    [Fact]
    public void A_message_that_comes_in_standby_as_well_is_one()
    {
        var item = """{"sender":{"id":"7"},"recipient":{"id":"5"},"timestamp":1772439300123,"message":{"mid":"m_1"}}""";
        var (once, again) = (Becomes.One("meta", Page("messaging", item)), Becomes.One("meta", Page("standby", item)));
        Assert.Equal((once.Subject, once.Id), (again.Subject, again.Id));
    }

    [Fact]
    public void What_is_asked_and_what_is_answered_is_one_thread_and_another_page_has_its_own()
    {
        var asked = Becomes.One("meta", Page("messaging", """{"sender":{"id":"7"},"recipient":{"id":"5"},"timestamp":1772439300123,"message":{"mid":"m_1"}}"""));
        var answered = Becomes.One("meta", Page("messaging", """{"sender":{"id":"5"},"recipient":{"id":"7"},"timestamp":1772439301123,"message":{"mid":"m_2","is_echo":true}}"""));
        var elsewhere = Becomes.One("meta", Page("messaging", """{"sender":{"id":"7"},"recipient":{"id":"6"},"timestamp":1772439300123,"message":{"mid":"m_3"}}""", page: "6"));
        Assert.Equal((Party.Customer, Party.Agent), (asked.Data.Author, answered.Data.Author));
        Assert.Equal(asked.Subject, answered.Subject);
        Assert.NotEqual(asked.Subject, elsewhere.Subject);
    }

    [Fact]
    public void No_phone_number_leaves_not_even_inside_an_id()
    {
        var wamid = "wamid." + Convert.ToBase64String(Encoding.ASCII.GetBytes("\u001c\u0018\u000b15550102233\u0015"));
        var value = $$"""{"metadata":{"phone_number_id":"8"},"messages":[{"from":"15550102233","id":"{{wamid}}","timestamp":"1772439300","type":"text"}]}""";
        var outcome = Becomes.Read("meta", $$"""{"object":"whatsapp_business_account","entry":[{"id":"9","changes":[{"field":"messages","value":{{value}}}]}]}""");
        Assert.Single(outcome.Events);
        Assert.DoesNotContain("15550102233", outcome.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain(wamid[6..], outcome.ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("first", "4711")]
    [InlineData("second", "4711")]
    [InlineData("other", null)]
    [InlineData("", null)]
    public async Task The_challenge_is_answered_to_who_knows_a_token(string token, string? expected) =>
        Assert.Equal(expected, await Becomes.HandshakeAsync("meta", "GET", Verify + token, Becomes.Connection("meta", """{"verify_token":"first"}"""), Becomes.Connection("meta", """{"verify_token":"second"}""")));

    [Fact]
    public async Task A_connection_without_a_token_lets_nobody_verify_and_so_does_no_connection()
    {
        Assert.Null(await Becomes.HandshakeAsync("meta", "GET", Verify, Becomes.Connection("meta")));
        Assert.Null(await Becomes.HandshakeAsync("meta", "GET", Verify + "first"));
        Assert.Null(await Becomes.HandshakeAsync("meta", "GET", "hub.challenge=4711&hub.verify_token=first", Becomes.Connection("meta", """{"verify_token":"first"}""")));
    }

    private static string Page(string list, string item, string page = "5") => $$"""{"object":"page","entry":[{"id":"{{page}}","time":1,"{{list}}":[{{item}}]}]}""";
}
