using System.Text;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Sources;

namespace KpiPlatform.Ingestion.Tests.Sources;

/// <summary>The mail core, which four sources share.</summary>
public sealed class EmailTests
{
    private const string Head = "From: jo@example.net\r\nTo: support@shop.example\r\nDate: Mon, 2 Mar 2026 09:15:00 +0100\r\n";

    [Theory]
    [InlineData("jo@example.net", "jo@example.net")]
    [InlineData("\"Doe, Jo\" <Jo@Example.NET>, kim@example.net", "jo@example.net kim@example.net")]
    [InlineData("Jo (the <boss> (of, all)) Doe <jo@example.net> (home)", "jo@example.net")]
    [InlineData("=?utf-8?q?Doe=2C_Jo?= <jo@example.net>", "jo@example.net")]
    [InlineData("\"say \\\"hi\\\", <no@one>\" <jo@example.net>", "jo@example.net")]
    [InlineData("team: a@example.net, B <b@example.net>;, c@example.net", "a@example.net b@example.net c@example.net")]
    [InlineData("<@relay.example,@other.example:jo@example.net>", "jo@example.net")]
    [InlineData("\"jo doe\"@example.net", "\"jo doe\"@example.net")]
    [InlineData("undisclosed-recipients:;", "")]
    [InlineData("Jo <jo@example.net", "jo@example.net")]
    [InlineData("Jo <jo>, @example.net, jo@, two words@example.net", "")]
    [InlineData("\"never closed <jo@example.net>", "")]
    [InlineData("((((((((", "")]
    public void Addresses_are_found_among_names_comments_and_groups(string field, string expected) => Assert.Equal(expected, string.Join(' ', MailAddresses.In(field)));

    [Theory]
    [InlineData("<A@b>", "a@b")]
    [InlineData("<a@b>\t<c@d> <no-at>", "a@b c@d no-at")]
    [InlineData("Your message of Monday <a@b>", "a@b")]
    [InlineData("a@b, c@d", "a@b c@d")]
    [InlineData("<a b@c> <>", "")]
    [InlineData("<a@b", "")]
    [InlineData("nothing", "")]
    public void Ids_are_found_in_and_without_brackets(string field, string expected) => Assert.Equal(expected, string.Join(' ', MailAddresses.Ids(field)));

    [Fact]
    public void All_mails_of_a_conversation_are_one_thread_whichever_of_them_comes_first()
    {
        var first = Mail("Message-ID: <one@a>");
        var answer = Mail("Message-ID: <two@a>\r\nIn-Reply-To: <One@a>");
        var third = Mail("Message-ID: <three@a>\r\nReferences: <one@a>\r\n <two@a>\r\nIn-Reply-To: <two@a>");
        Assert.Single(new[] { first, answer, third }.Select(mail => mail.Subject).Distinct());
        Assert.Equal(3, new[] { first, answer, third }.Select(mail => mail.Id).Distinct().Count());
        Assert.NotEqual(first.Subject, Mail("Message-ID: <other@a>").Subject);
    }

    [Fact]
    public void The_same_mail_has_the_same_id_whoever_brings_it_and_however_its_lines_end()
    {
        var mail = Head + "Message-ID: <One@a>\r\nReferences:\r\n\t<root@a>\r\n\r\nbody";
        Assert.Equal(Becomes.One("email", mail).Id, Becomes.One("email", "\uFEFF" + mail.ReplaceLineEndings("\n")).Id);
        Assert.Equal(Becomes.One("email", mail).Subject, Becomes.One("email", mail.ReplaceLineEndings("\n")).Subject);
    }

    [Fact]
    public void Nothing_of_the_mail_leaves_but_hashes()
    {
        var written = Becomes.Read("email", Head + "Subject: secret words\r\nMessage-ID: <jo@laptop-of-jo>\r\n\r\nHello", """{"agent_addresses":"example.net"}""").ToJson();
        Assert.All(["@", "laptop", "secret", "example", "Hello"], word => Assert.DoesNotContain(word, written, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("jo@example.net", true)]
    [InlineData("JO@EXAMPLE.NET", true)]
    [InlineData("example.net", true)]
    [InlineData("@example.net", true)]
    [InlineData("ample.net", false)]
    [InlineData("kim@example.net", false)]
    public void An_agent_is_known_by_address_or_whole_domain(string listed, bool isAgent) =>
        Assert.Equal(isAgent ? Party.Agent : Party.Customer, Becomes.One("email", Head + "Message-ID: <a@b>", $$"""{"agent_addresses":["{{listed}}"]}""").Data.Author);

    [Theory]
    [InlineData("Auto-Submitted: auto-replied (vacation)", Party.Automation)]
    [InlineData("Auto-Submitted: auto-generated; owner-email=\"a\"", Party.Automation)]
    [InlineData("Auto-Submitted: no", Party.Customer)]
    [InlineData("X-Autoreply: yes", Party.Automation)]
    [InlineData("X-Autorespond:", Party.Automation)]
    [InlineData("X-Autoresponder: v1", Party.Automation)]
    [InlineData("Precedence: BULK", Party.Automation)]
    [InlineData("Precedence: first-class", Party.Customer)]
    [InlineData("List-Id: <news.example.net>", Party.Automation)]
    [InlineData("List-Id: <desk.example.net>\r\nX-Original-Sender: kim@example.net", Party.Customer)]
    [InlineData("Return-Path: < >", Party.Automation)]
    [InlineData("Return-Path: <jo@example.net>", Party.Customer)]
    [InlineData("X-Auto-Response-Suppress: All", Party.Customer)]
    public void Automatic_mail_in_a_thread_is_nobodys_answer(string header, Party author) => Assert.Equal(author, Mail("Message-ID: <a@b>\r\nReferences: <root@a>\r\n" + header).Data.Author);

    [Theory]
    [InlineData("Thu, 1 Jan 1970 00:00:00 +0000")]
    [InlineData("soon")]
    [InlineData("")]
    public void A_date_that_cannot_be_right_is_when_the_mail_came(string date) =>
        Assert.Equal(Becomes.Now, Becomes.One("email", $"From: jo@example.net\r\nDate: {date}\r\nMessage-ID: <a@b>\r\n").Time);

    [Fact]
    public void A_header_that_does_not_end_is_refused_and_a_long_body_is_not_read()
    {
        Assert.Equal("refused", Becomes.Read("email", "X: " + new string('a', MailHeaders.MostBytes)).Word);
        var long16 = Encoding.UTF8.GetBytes(Head + "Message-ID: <a@b>\r\n\r\n" + new string('a', 15_000_000));
        Assert.Equal("accepted", Becomes.Read("email", long16).Word);
    }

    private static CanonicalEvent Mail(string fields) => Becomes.One("email", Head + fields + "\r\n\r\nHello");
}
