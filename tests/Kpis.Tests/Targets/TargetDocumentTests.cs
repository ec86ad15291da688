using System.Text.Json;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Targets;

namespace KpiPlatform.Kpis.Tests.Targets;

public sealed class TargetDocumentTests
{
    private const string Whole = """
        {"id":"frt","kpi":"first_response_time","stat":"p90","comparison":"<=","threshold":3600,"business_hours":true,"scope":{"channel":["social"],"priority":["urgent","high"]},
         "valid_from":"2026-01-01T00:00:00Z","valid_to":"2027-01-01T01:00:00+01:00","at_risk":0.5}
        """;

    [Fact]
    public void A_whole_document_is_read_and_written_as_it_is()
    {
        var target = Read(Whole);

        Assert.Equal("p90", target.Statistic!.Value.Name);
        Assert.Equal(["urgent", "high"], target.Scope[Dimension.Priority]);
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), target.ValidTo);
        Assert.Equal((Comparison.AtMost, 3600, true, 0.5), (target.Comparison, target.Threshold, target.BusinessHours, target.AtRisk));
        var written = TargetDocument.Write(target);
        Assert.Equal(written, TargetDocument.Write(Read(written)));
        Assert.Contains("\"valid_to\":\"2027-01-01T00:00:00Z\"", written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_document_takes_what_the_KPI_says()
    {
        var time = Read("""{"kpi":"resolution_time","threshold":60}""");
        Assert.Equal(("p90", Comparison.AtMost, Target.DefaultAtRisk), (time.Statistic!.Value.Name, time.Comparison, time.AtRisk));

        var score = Read("""{"kpi":"csat_score","threshold":4.2}""");
        Assert.Equal((null, Comparison.AtLeast), (score.Statistic, score.Comparison));
    }

    [Theory]
    [InlineData("""{"kpi":"first_response_tim","threshold":1}""", "/kpi", "not a KPI")]
    [InlineData("""{"threshold":1}""", "/kpi", "Must be there")]
    [InlineData("""{"kpi":"csat_score","threshold":4,"stat":"p90"}""", "/stat", "no statistics")]
    [InlineData("""{"kpi":"resolution_time","threshold":4,"stat":"p100"}""", "/stat", "no statistic")]
    [InlineData("""{"kpi":"resolution_time","threshold":4,"comparison":"=<"}""", "/comparison", "no comparison")]
    [InlineData("""{"kpi":"tickets_opened","threshold":4}""", "/comparison", "neither better")]
    [InlineData("""{"kpi":"resolution_time"}""", "/threshold", "seconds|unit, s")]
    [InlineData("""{"kpi":"resolution_time","threshold":0}""", "/threshold", "more than 0")]
    [InlineData("""{"kpi":"resolution_time","threshold":1e400}""", "/threshold", "too large")]
    [InlineData("""{"kpi":"sla_attainment","threshold":95}""", "/threshold", "95 % is 0.95")]
    [InlineData("""{"kpi":"csat_score","threshold":4,"business_hours":true}""", "/business_hours", "same in business time")]
    [InlineData("""{"kpi":"csat_score","threshold":4,"at_risk":0.5}""", "/at_risk", "no clock")]
    [InlineData("""{"kpi":"resolution_time","threshold":4,"at_risk":80}""", "/at_risk", "at most 1")]
    [InlineData("""{"kpi":"resolution_time","threshold":4,"scope":{"chanel":["social"]}}""", "/scope/chanel", "no such member")]
    [InlineData("""{"kpi":"resolution_time","threshold":4,"scope":{"channel":["fax"]}}""", "/scope/channel/0", "no channel 'fax'")]
    [InlineData("""{"kpi":"resolution_time","threshold":4,"scope":{"team":[]}}""", "/scope/team", "at least one")]
    [InlineData("""{"kpi":"resolution_time","threshold":4,"valid_from":"2026-01-01"}""", "/valid_from", "with its offset")]
    [InlineData("""{"kpi":"resolution_time","threshold":4,"valid_from":"2026-01-01T00:00:00Z","valid_to":"2026-01-01T00:00:00Z"}""", "/valid_to", "later than valid_from")]
    [InlineData("""{"kpi":"resolution_time","threshold":4,"id":"other"}""", "/id", "'frt' as in the path")]
    public void A_mistake_is_told_with_its_place(string document, string place, string detail)
    {
        var (target, problems) = TargetDocument.Parse(JsonSerializer.Deserialize<JsonElement>(document), "frt", Catalogue.Default);

        Assert.Null(target);
        var problem = Assert.Single(problems);
        Assert.Equal(place, problem.Pointer);
        Assert.Matches(detail, problem.Detail);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var body = JsonSerializer.Deserialize<JsonElement>("""{"kpi":7,"threshold":"x","scope":[],"business_hours":"yes","more":1}""");
        var (_, problems) = TargetDocument.Parse(body, "default", Catalogue.Default);

        Assert.Equal(["/more", "/id", "/kpi", "/threshold", "/business_hours", "/scope"], problems.Select(p => p.Pointer));
    }

    private static Target Read(string document)
    {
        var (target, problems) = TargetDocument.Parse(JsonSerializer.Deserialize<JsonElement>(document), "frt", Catalogue.Default);
        Assert.Empty(problems);
        return target!;
    }
}
