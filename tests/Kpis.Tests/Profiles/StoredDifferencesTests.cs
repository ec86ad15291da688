using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using KpiPlatform.Kpis.Calendars;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Targets;
using KpiPlatform.Kpis.Tickets;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Profiles;

/// <summary>Only what a profile counts more and less than we do is stored; what is read from that must be what it counts itself.</summary>
public sealed class StoredDifferencesTests
{
    private static readonly IReadOnlyList<Kpi> Variants = [.. Catalogue.Default.Kpis.SelectMany(k => k.Profiles.Values)];
    private static readonly Conditions Now = new(new Rules(1, new CalendarSet([Office()]), TargetSet.None), DateTimeOffset.MinValue);

    [Fact]
    public void What_is_read_from_differences_is_what_the_profile_counts_ticket_by_ticket()
    {
        var differing = 0;
        Prop.ForAll(Arb.From(Gen.ListOf(Lives.Stories, 6).Where(s => s.Any(x => x.Events.Count > 0))), stories =>
        {
            List<Story> told = [.. stories.Where(s => s.Events.Count > 0)];
            List<Ticket> tickets = [.. told.SelectMany(s => StreamFold.Tickets(Timeline.Empty.With(s.Events).Timeline, Now.AsOf))];
            var facts = told.SelectMany(s => Numbers.FactsOf(s, Now.Rules)).ToList();
            foreach (var agent in (string?[])[null, "ann", "bob"])
            {
                var stored = Tallied(facts.Where(f => agent is null || f.Dimensions.Agent == agent).SelectMany(f => f.Bookings.Select(b => (Catalogue.Default.Measure(b.Measure), b.Value))));
                foreach (var variant in Variants.SelectMany(v => v.InBusinessTime is { } business ? (Kpi[])[v, business] : [v]))
                {
                    var counted = variant.Reading.Measures.SelectMany(m => tickets.SelectMany(t => m.Of(t, Now.Rules)).Where(c => agent is null || c.Agent == agent), (m, c) => (m.Stored.First(), c.Value));
                    AssertSame(variant, Tallied(counted), stored);
                    if (variant.Reading.Measures.Any(m => m.Terms.Any(t => stored[t.Measure.Code].N > 0 && t.Sign < 0))) differing++;
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
        Assert.True(differing > 1000, $"only {differing} differences: the test tried nothing");
    }

    [Fact]
    public void Every_profile_is_of_our_kpi_and_says_whose_rule_it_is()
    {
        Assert.Equal(["chatwoot", "intercom", "zendesk"], Variants.Select(v => v.Profile.Id).Distinct().Order());
        Assert.All(Variants, v =>
        {
            var ours = Catalogue.Default.Find(v.Id)!;
            Assert.StartsWith(v.Profile.Id, v.Formula, StringComparison.OrdinalIgnoreCase);
            Assert.EndsWith(".", v.Formula, StringComparison.Ordinal);
            Assert.NotEmpty(v.BookedOn);
            Assert.Equal((ours.Names, ours.Unit, ours.Better, ours.Basis), (v.Names, v.Unit, v.Better, v.Basis));
            Assert.Equal(ours.InBusinessTime is null, v.InBusinessTime is null);
            Assert.Same(v, ours.As(v.Profile.Id, businessTime: false));
        });
    }

    private static Calendar Office() => CalendarDocument.Parse(
        JsonSerializer.Deserialize<JsonElement>("""{"timezone":"UTC","default":true,"weekly":{"mon":[["09:15","10:00"],["10:45","11:30"]]}}"""), "office").Calendar!;

    private static Tallies Tallied(IEnumerable<(Measure Measure, long Value)> bookings)
    {
        var tallies = new Tallies();
        foreach (var (measure, value) in bookings) tallies.Add(measure.Code, 1, value, measure.BinOf(value));
        return tallies;
    }

    private static void AssertSame(Kpi kpi, Tallies counted, Tallies stored)
    {
        foreach (var stat in (string[])["mean", "sum", "p50", "min", "max"])
        {
            Assert.True(Statistic.TryParse(stat, out var statistic));
            var (expected, actual) = (kpi.Reading.Read(counted, statistic), kpi.Reading.Read(stored, statistic));
            Assert.Equal((kpi.Profile.Id, kpi.Id, stat, expected.Value, expected.N, expected.Numerator), (kpi.Profile.Id, kpi.Id, stat, actual.Value, actual.N, actual.Numerator));
            Assert.Equal(expected.Parts, actual.Parts);
        }
    }
}
