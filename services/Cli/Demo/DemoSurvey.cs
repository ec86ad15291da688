using System.Text.Json.Nodes;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Cli.Demo;

/// <summary>Asks a customer who waited so many times as long as is usual on the channel: the longer, the worse the score.</summary>
internal sealed class DemoSurvey(Dice dice, DemoScript script, double patienceUsed)
{
    public void Ask(string kind, string scale, string? agent, string? area)
    {
        script.Now += dice.Around(TimeSpan.FromMinutes(15));
        script.Write(EventTypes.SurveySent, ("kind", kind), ("survey", kind));
        if (!dice.Chance(0.45)) return;
        script.Now += dice.Around(TimeSpan.FromHours(2));
        var data = new List<(string, JsonNode?)> { ("kind", kind), ("score", Score(scale)), ("scale", scale), ("survey", kind), ("has_comment", dice.Chance(0.2)) };
        if (agent is not null) data.Add(("agent", agent));
        if (area is not null) data.Add(("area", area));
        script.Write(EventTypes.SurveyAnswered, [.. data]);
    }

    private int Score(string scale)
    {
        var ends = scale.Split('-').Select(end => int.Parse(end, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var mood = Math.Clamp(1.02 - (0.16 * Math.Log2(1 + Math.Max(0, patienceUsed))) + dice.Between(-0.25, 0.2), 0, 1);
        return ends[0] + (int)Math.Round(mood * (ends[1] - ends[0]));
    }
}
