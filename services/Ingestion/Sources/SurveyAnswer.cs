using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>What a survey's question asks (csat, nps, ces, enps), and the scale it is answered on.</summary>
internal sealed record Question(string Kind, string Scale)
{
    private static readonly string[] Kinds = ["csat", "nps", "ces", "enps"];

    /// <summary>The kind a name says (<c>nps_score</c>, <c>CES after chat</c>); null when it says none, or two.</summary>
    public static string? KindIn(string? name)
    {
        if (name is null) return null;
        var words = name.ToLowerInvariant().Split((char[])[' ', '_', '-', '.', ':', '/'], StringSplitOptions.RemoveEmptyEntries);
        return Kinds.Where(words.Contains).ToList() is [var one] ? one : null;
    }

    /// <summary>
    /// What a connection says of a question: <c>"ces"</c>, or <c>{"kind":"ces","scale":"1-7"}</c>. Null when it says nothing; without a scale, <paramref name="scale"/> holds.
    /// Throws <see cref="ShapeException"/> for a kind or a scale there is not.
    /// </summary>
    public static Question? Of(Node option, string? scale)
    {
        if (!option.Exists) return null;
        var kind = option.Text ?? option["kind"].Text;
        var steps = option["scale"].Text ?? scale ?? (kind is "nps" or "enps" ? "0-10" : null);
        if (kind is null || !Kinds.Contains(kind, StringComparer.Ordinal)) throw option.Wrong($"one of {string.Join(", ", Kinds)} (an option of the connection)");
        return steps is not null && (steps == ScoreOnScale.GoodBad || ScoreOnScale.TryBounds(steps, out _, out _)) ? new Question(kind, steps) : throw option["scale"].Wrong("a scale like 1-7 (an option of the connection)");
    }
}

/// <summary>One answer to one question of a survey, the same for all survey tools.</summary>
/// <param name="Ticket">Null where the answer does not say.</param>
/// <param name="Answer">Stands for the answer where there is no ticket.</param>
/// <param name="Id">Which fact it is; another one for another version of the answer.</param>
/// <param name="Survey">Of two answers with the same, the later holds.</param>
internal sealed record SurveyAnswer(string? Ticket, string Answer, string Id, DateTimeOffset At, string? Survey, Question Asked)
{
    public string? Agent { get; init; }

    public bool? HasComment { get; init; }

    /// <summary>Throws <see cref="ShapeException"/> when the score is not on the scale.</summary>
    public Reading Read(Delivery delivery, Node score)
    {
        var number = score.RequiredNumber;
        var isOnScale = Asked.Scale == ScoreOnScale.GoodBad ? number is 0 or 1 : ScoreOnScale.TryBounds(Asked.Scale, out var low, out var high) && number >= low && number <= high;
        if (!isOnScale) throw new ShapeException(score.Path, $"Must lie on the scale {Asked.Scale}.");
        return delivery.SurveyEvent(EventTypes.SurveyAnswered, Ticket, Answer, Id, At, new EventData
        {
            Kind = Asked.Kind,
            Score = number,
            Scale = Asked.Scale,
            Survey = Survey,
            Agent = Agent is null ? null : AgentIds.Of(delivery, Agent),
            HasComment = HasComment,
        });
    }
}
