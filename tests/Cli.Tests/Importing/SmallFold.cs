using System.Text.Json;

namespace KpiPlatform.Cli.Tests.Importing;

/// <summary>
/// The fold of the specification, written a second time and as briefly as it goes: what a set of canonical events comes to.
/// It is here to prove mappings, whatever order their events arrive in.
/// </summary>
internal sealed class SmallFold
{
    private static readonly string[] Order = ["opened", "assigned", "classified", "replied", "pended", "resolved", "reopened", "observed"];

    public int Opened { get; private set; }
    public int Removed { get; private set; }
    public int ResolvedNow { get; private set; }
    public int Reopenings { get; private set; }
    public List<double> FirstResponses { get; } = [];
    public List<double> FirstResolutions { get; } = [];
    public List<double> LastResolutions { get; } = [];
    public List<int> RepliesOfResolved { get; } = [];
    public Dictionary<string, int> ResolutionsByAgent { get; } = [];
    public Dictionary<string, int> OpenedByCategory { get; } = [];
    public Dictionary<string, int> OpenedByMonth { get; } = [];

    public int Resolutions => ResolutionsByAgent.Values.Sum();

    public static SmallFold Of(IEnumerable<string> events)
    {
        var fold = new SmallFold();
        var read = events.Select(each => JsonSerializer.Deserialize<JsonElement>(each)).DistinctBy(each => each.GetProperty("id").GetString());
        foreach (var ticket in read.GroupBy(each => each.GetProperty("subject").GetString()))
        {
            fold.Ticket([.. ticket
                .OrderBy(each => each.GetProperty("time").GetDateTimeOffset())
                .ThenBy(each => Array.IndexOf(Order, Kind(each)))
                .ThenBy(each => each.GetProperty("id").GetString(), StringComparer.Ordinal)]);
        }

        return fold;
    }

    private static string Kind(JsonElement e) => e.GetProperty("type").GetString()!.Split('.')[^1];

    private static string? Data(JsonElement e, string member) => e.GetProperty("data").TryGetProperty(member, out var value) ? value.GetString() : null;

    private void Ticket(List<JsonElement> events)
    {
        if (events.Exists(each => Kind(each) == "removed"))
        {
            Removed++;
            return;
        }

        var opened = events[0].GetProperty("time").GetDateTimeOffset();
        Assert.Equal("opened", Kind(events[0]));
        Count(OpenedByCategory, Data(events[0], "category")!);
        Count(OpenedByMonth, opened.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture));
        Opened++;
        var (resolved, replies, atLast) = (false, 0, 0);
        var resolutions = new List<double>();
        foreach (var e in events)
        {
            var after = (e.GetProperty("time").GetDateTimeOffset() - opened).TotalSeconds;
            switch (Kind(e))
            {
                case "replied" when Data(e, "author") == "agent":
                    if (++replies == 1) FirstResponses.Add(after);
                    break;
                case "resolved" when !resolved:
                    (resolved, atLast) = (true, replies);
                    resolutions.Add(after);
                    Count(ResolutionsByAgent, Data(e, "agent")!);
                    break;
                case "observed" when resolved && Data(e, "status") != "resolved":
                    resolved = false;
                    Reopenings++;
                    break;
            }
        }

        if (resolutions.Count > 0) FirstResolutions.Add(resolutions[0]);
        if (!resolved) return;
        ResolvedNow++;
        LastResolutions.Add(resolutions[^1]);
        RepliesOfResolved.Add(atLast);
    }

    private static void Count(Dictionary<string, int> counts, string key) => counts[key] = counts.GetValueOrDefault(key) + 1;
}
