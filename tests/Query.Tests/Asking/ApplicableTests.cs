using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Query.Asking;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace KpiPlatform.Query.Tests.Asking;

public sealed class ApplicableTests
{
    private static readonly Kpi Cancelled = Catalogue.Default.Find("tickets_opened")! with { Id = "cancellations", Dimensions = [Dimension.Source, Dimension.Channel], HasCohort = false };
    private static readonly Kpi Cost = Cancelled with { Id = "cost", Dimensions = [], HasCohort = true };
    private static readonly QuestionParser Parser = new(new Catalogue(Catalogue.Default.Find("backlog")!, Cancelled, Cost));

    [Theory]
    [InlineData("kpi=cancellations&group_by=agent", "group_by", "cancellations cannot be grouped by agent, only by source, channel.")]
    [InlineData("kpi=backlog,cancellations&group_by=channel&agent=ann", "agent", "cancellations cannot be filtered on agent, only by source, channel.")]
    [InlineData("kpi=cancellations&group_by=channel&category!=billing", "category!", "cancellations cannot be filtered on category, only by source, channel.")]
    [InlineData("kpi=cost&group_by=source", "group_by", "cost cannot be grouped by source, only asked for as a whole.")]
    [InlineData("kpi=cancellations&group_by=channel&cohort=opened", "cohort", "cancellations is of no tickets that were opened: it has no cohort=opened.")]
    public void A_kpi_that_cannot_be_cut_that_way_says_so_by_name(string query, string parameter, string detail)
    {
        var error = Assert.Single(Parse(query, Grammar.Breakdown).Errors);
        Assert.Equal((parameter, "not_applicable", detail), (error.Parameter, error.Code, error.Detail));
        Assert.NotNull(error.Allowed);
    }

    [Fact]
    public void Of_all_kpis_those_that_cannot_be_cut_that_way_are_left_out_and_that_is_told()
    {
        var question = Parse("group_by=channel&cohort=opened", Grammar.Breakdown).Question!;
        Assert.Equal(["backlog"], question.Kpis.Select(k => k.Id));
        Assert.StartsWith("cancellations, cost:", Assert.Single(question.Warnings).Detail, StringComparison.Ordinal);
        Assert.Equal(3, Parse("", Grammar.Summary).Question!.Kpis.Count);
    }

    private static (Question? Question, IReadOnlyList<QueryError> Errors) Parse(string query, Grammar grammar) =>
        Parser.Parse(new QueryCollection(QueryHelpers.ParseQuery(query)), grammar, "acme", QuestionParserTests.Now);
}
