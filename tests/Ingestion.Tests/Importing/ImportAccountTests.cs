using KpiPlatform.Ingestion.Importing;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Tests.Sources;
using KpiPlatform.Ingestion.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace KpiPlatform.Ingestion.Tests.Importing;

public sealed class ImportAccountTests
{
    private static readonly Connection Acme = Told.Added("freshdesk", "secret") with { Options = Told.Connection("freshdesk", """{"time_zone":"Europe/Berlin","agents_by":"name"}""").Options };

    private static (Connection? Connection, string? Problem) Find(string query, params Connection[] known) =>
        ImportAccount.Find(new Freshdesk(), Acme.Workspace, new QueryCollection(QueryHelpers.ParseQuery(query)), known);

    private static Connection Named(string account) => new(account, "freshdesk", Acme.Workspace, account, [], default);

    [Fact]
    public void The_only_account_need_not_be_named_and_its_options_hold() =>
        Assert.Equal(("/freshdesk/acme", "Europe/Berlin"), Find("", Acme).Connection is { } found ? (found.EventSource, found.Option("time_zone")) : default);

    [Fact]
    public void An_option_in_the_query_holds_instead_and_the_others_stay() =>
        Assert.Equal(("Asia/Tokyo", "name"), Find("?option.time_zone=Asia/Tokyo", Acme).Connection is { } found ? (found.Option("time_zone"), found.Option("agents_by")) : default);

    [Fact]
    public void Of_several_one_must_be_named()
    {
        Assert.Contains("there are berlin, rome", Find("", Named("berlin"), Named("rome")).Problem, StringComparison.Ordinal);
        Assert.Equal("/freshdesk/rome", Find("?account=rome", Named("berlin"), Named("rome")).Connection?.EventSource);
    }

    [Fact]
    public void An_account_that_never_sent_a_webhook_has_a_history_too()
    {
        Assert.Equal("/freshdesk/oslo", Find("?account=oslo").Connection?.EventSource);
        Assert.Contains("Which account", Find("").Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../rome")]
    [InlineData("a b")]
    [InlineData("-")]
    public void A_name_that_would_be_no_part_of_a_source_is_refused(string account) => Assert.NotNull(Find($"?account={Uri.EscapeDataString(account)}", Acme).Problem);
}
