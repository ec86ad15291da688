using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests;

/// <summary>The numbers that stories amount to over all time, straight through the core.</summary>
internal sealed class Numbers
{
    private readonly Tallies _tallies = new();
    private readonly IReadOnlyList<Fact> _facts;

    private Numbers(IReadOnlyList<Fact> facts)
    {
        _facts = facts;
        foreach (var fact in facts.Where(f => f.Lasting is null))
        {
            foreach (var (measure, value) in fact.Bookings) _tallies.Add(measure, 1, value, Catalogue.Default.Measure(measure).BinOf(value));
        }
    }

    public static Numbers Of(params Story[] stories) => Of(Rules.None, stories);

    public static Numbers Of(Rules rules, params Story[] stories) => new([.. stories.SelectMany(story => FactsOf(story, rules))]);

    public static IReadOnlyList<Fact> FactsOf(Story story, Rules? rules = null) =>
        FactSheet.Of(StreamId.Of(story.Events[0]), Timeline.Empty.With(story.Events).Timeline, Catalogue.Default, new Conditions(rules ?? Rules.None, DateTimeOffset.MinValue));

    /// <summary>Only what was booked before this time.</summary>
    public Numbers Before(string time) => new([.. _facts.Where(f => f.At < Story.At(time))]);

    /// <summary>Only what was booked at this time or later.</summary>
    public Numbers From(string time) => new([.. _facts.Where(f => f.At >= Story.At(time))]);

    /// <summary>Only what belongs to this agent.</summary>
    public Numbers Agent(string agent) => new([.. _facts.Where(f => f.Dimensions.Agent == agent)]);

    public Number this[string kpi, string stat = "mean"] =>
        Catalogue.Default.Find(kpi)!.Reading.Read(_tallies, Statistic.TryParse(stat, out var statistic) ? statistic : throw new ArgumentException(stat, nameof(stat)));

    public Number this[string kpi, Lasted lasted] => ((LastingReading)Catalogue.Default.Find(kpi)!.Reading).Read(_tallies, lasted);

    public double? Value(string kpi, Lasted lasted) => this[kpi, lasted].Value;

    public double? Value(string kpi) => this[kpi].Value;

    /// <summary>As another system counts it.</summary>
    public Number As(string profile, string kpi) => Catalogue.Default.Find(kpi)!.As(profile, businessTime: false).Reading.Read(_tallies, Statistic.Mean);

    public long N(string kpi) => this[kpi].N;

    public long Excluded(string kpi, string reason) => _tallies[Catalogue.Default.Find(kpi)!.Excludes.Single(e => e.Reason == reason).Measure].N;
}
