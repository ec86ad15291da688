using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>Three weeks of a small desk of no particular sense, in which everything happens that can happen to a ticket; some of it twice, none of it in order.</summary>
internal sealed class RandomLog
{
    public const string Calendar = """{"id":"office","timezone":"Europe/Rome","weekly":{"mon":[["09:00","12:30"],["13:30","18:00"]],"tue":[["09:00","18:00"]],"wed":[["09:00","18:00"]],"thu":[["09:00","18:00"]],"fri":[["09:00","16:00"]]},"holidays":["2026-09-08"],"default":true}""";
    public const string Target = """{"id":"answers","kpi":"response_time","stat":"p90","threshold":7200,"scope":{"channel":["chat","social"]}}""";
    private const int Tickets = 300;
    private static readonly JsonSerializerOptions Wire = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly DateTimeOffset August = new(2026, 8, 31, 6, 0, 0, TimeSpan.Zero);
    private readonly List<CanonicalEvent> events = [];
    private readonly Random random;
    private readonly DateTimeOffset start;

    /// <param name="subjects">What the tickets' names begin with.</param>
    public RandomLog(int seed, DateTimeOffset? start = null, string subjects = "t")
    {
        (random, this.start) = (new Random(seed), start ?? August);
        for (var ticket = 0; ticket < Tickets; ticket++) Tell($"{subjects}{ticket}");
    }

    public string AsNdjson() => string.Join('\n', events.Concat(events.Where((_, i) => i % 7 == 0)).OrderBy(e => e.Id.Length).ThenBy(_ => random.Next()).Select(AsJson));

    public List<Fact> Facts(DateTimeOffset now)
    {
        var rules = RulesDocument.Read(2, JsonSerializer.Deserialize<JsonElement>($$"""{"calendars":[{{Calendar}}],"targets":[{{Target}}]}"""));
        return [.. events.GroupBy(e => e.Subject).SelectMany(own => FactSheet.Of(StreamId.Of(own.First()), Timeline.Empty.With([.. own]).Timeline, Catalogue.Default, new Conditions(rules, now)))];
    }

    private void Tell(string subject)
    {
        var at = start.AddMinutes(random.Next(0, 18 * 1440));
        Add(subject, at, EventTypes.TicketOpened, new() { Channel = One<Channel>(), OpenedBy = random.Next(5) == 0 ? Party.Agent : Party.Customer, Category = Pick("billing", "delivery", null), Team = Pick("first", null), Area = Pick("pick_up", null) });
        for (var left = random.Next(1, 9); left > 0; left--)
        {
            at = at.AddMinutes(random.Next(3) == 0 ? random.Next(1, 3000) : random.Next(1, 90)).AddMilliseconds(random.Next(1000));
            var (type, data) = Happening();
            Add(subject, at, type, data);
        }
    }

    private (string Type, EventData Data) Happening() => random.Next(13) switch
    {
        < 3 => (EventTypes.TicketReplied, new() { Author = Party.Agent, Agent = Pick("ann", "bob", "cid"), HandleSeconds = random.Next(2) == 0 ? 90 : null, Public = random.Next(5) == 0 ? false : null }),
        3 or 4 => (EventTypes.TicketReplied, new() { Author = Party.Customer }),
        5 => (EventTypes.TicketReplied, new() { Author = Party.Bot, Handoff = random.Next(2) == 0 }),
        6 or 7 => (EventTypes.TicketResolved, new() { Agent = Pick("ann", "bob", null), By = One<Party>(), ConfirmedByCustomer = random.Next(3) == 0 }),
        8 => (EventTypes.TicketReopened, new()),
        9 => (EventTypes.TicketPended, new()),
        10 => (EventTypes.TicketAssigned, new() { Agent = Pick("ann", "bob", "cid") }),
        11 => (EventTypes.WorkLogged, new() { Seconds = random.Next(10, 900), Agent = Pick("ann", "bob"), Medium = One<Medium>() }),
        _ => Survey(),
    };

    private (string Type, EventData Data) Survey()
    {
        var (kind, scale, score) = random.Next(3) switch { 0 => ("csat", "1-5", random.Next(1, 6)), 1 => ("nps", "0-10", random.Next(0, 11)), _ => ("ces", "1-7", random.Next(1, 8)) };
        return random.Next(3) == 0
            ? (EventTypes.SurveySent, new() { Kind = kind })
            : (EventTypes.SurveyAnswered, new() { Kind = kind, Scale = scale, Score = score, Survey = Pick("a", "b") });
    }

    private void Add(string subject, DateTimeOffset at, string type, EventData data) =>
        events.Add(new("series", "/desk/a", subject, string.Create(CultureInfo.InvariantCulture, $"e{events.Count}"), type, at, at, data));

    private T One<T>() where T : struct, Enum => Enum.GetValues<T>()[random.Next(Enum.GetValues<T>().Length)];

    private string? Pick(params string?[] from) => from[random.Next(from.Length)];

    private static string AsJson(CanonicalEvent e) =>
        JsonSerializer.Serialize(new { specversion = "1.0", id = e.Id, source = e.Source, subject = e.Subject, type = e.Type, time = e.Time, data = e.Data }, Wire);
}
