using System.Globalization;
using System.Text.RegularExpressions;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Events;

/// <summary>A member of <c>data</c>: its name on the wire, how it is read, and whether an explicit null says something (it is then noted in <see cref="EventData.Cleared"/>).</summary>
internal sealed record Member(string Name, Func<EventData, MemberValue, EventData> Read, bool Clearable = false)
{
    public string Pointer { get; } = "/data/" + Name;
}

/// <summary>Every member there is. What is not here is not copied, so message text cannot pass.</summary>
internal static partial class Members
{
    /// <summary>A year: nobody handles a message for longer.</summary>
    private const int MaxSeconds = 366 * 24 * 3600;

    public static readonly Member Channel = new("channel", (d, v) => d with { Channel = v.Word<Channel>() });
    public static readonly Member ChannelDetail = new("channel_detail", (d, v) => d with { ChannelDetail = v.Text()?.ToLowerInvariant() });
    public static readonly Member OpenedBy = new("opened_by", (d, v) => d with { OpenedBy = v.Word(except: Party.Bot) });
    public static readonly Member Customer = new("customer", (d, v) => d with { Customer = v.Text() is { } id ? CustomerHash.Of(v.Context.Workspace.CustomerKey, id) : null });
    public static readonly Member Agent = new("agent", (d, v) => d with { Agent = v.Text() }, Clearable: true);
    public static readonly Member Team = new("team", (d, v) => d with { Team = v.Text() }, Clearable: true);
    public static readonly Member Category = new("category", (d, v) => d with { Category = v.Text() }, Clearable: true);
    public static readonly Member Priority = new("priority", (d, v) => d with { Priority = v.Text() }, Clearable: true);
    public static readonly Member Tags = new("tags", (d, v) => d with { Tags = TagList.Read(v) }, Clearable: true);
    public static readonly Member Area = new("area", (d, v) => d with { Area = v.Text() }, Clearable: true);
    public static readonly Member Author = new("author", (d, v) => d with { Author = v.Word<Party>() });
    public static readonly Member Public = new("public", (d, v) => d with { Public = v.Flag() });
    public static readonly Member Handoff = new("handoff", (d, v) => d with { Handoff = v.Flag() });
    public static readonly Member HandleSeconds = new("handle_seconds", (d, v) => d with { HandleSeconds = v.Number(0, MaxSeconds) });
    public static readonly Member SessionGapHours = new("session_gap_hours", (d, v) => d with { SessionGapHours = v.Number(0.001m, 8784) });
    public static readonly Member By = new("by", (d, v) => d with { By = v.Word<Party>() });
    public static readonly Member ConfirmedByCustomer = new("confirmed_by_customer", (d, v) => d with { ConfirmedByCustomer = v.Flag() });
    public static readonly Member Status = new("status", (d, v) => d with { Status = v.Word<TicketStatus>() });
    public static readonly Member OpenedAt = new("opened_at", (d, v) => d with { OpenedAt = v.Time(v.Context.Latest) });
    public static readonly Member RemovalReason = new("reason", (d, v) => d with { Reason = v.Word("spam", "merged", "deleted", "test", "erasure") });
    public static readonly Member LossReason = new("reason", (d, v) => d with { Reason = v.Word("cancelled", "lapsed", "other") });
    public static readonly Member MergedInto = new("merged_into", (d, v) => d with { MergedInto = v.Text() });
    public static readonly Member SurveyKind = new("kind", (d, v) => d with { Kind = v.Word("csat", "nps", "ces", "enps") });
    public static readonly Member AmountKind = new("kind", (d, v) => d with { Kind = v.Word("support_cost", "revenue") });
    public static readonly Member Score = new("score", (d, v) => d with { Score = ScoreOnScale.Read(v) });
    public static readonly Member Scale = new("scale", (d, v) => d with { Scale = ScoreOnScale.ReadScale(v) });
    public static readonly Member Survey = new("survey", (d, v) => d with { Survey = v.Text() });
    public static readonly Member HasComment = new("has_comment", (d, v) => d with { HasComment = v.Flag() });
    public static readonly Member Seconds = new("seconds", (d, v) => d with { Seconds = v.Number(0, MaxSeconds) });
    public static readonly Member Medium = new("medium", (d, v) => d with { Medium = v.Word<Medium>() });
    public static readonly Member Count = new("count", (d, v) => d with { Count = v.Whole(0, 100_000_000_000) });
    public static readonly Member Amount = new("amount", (d, v) => d with { Amount = ReadAmount(v) });
    public static readonly Member Currency = new("currency", (d, v) => d with { Currency = ReadCurrency(v) });
    public static readonly Member From = new("from", (d, v) => d with { From = v.Time(v.Context.LatestPeriod) });
    public static readonly Member To = new("to", (d, v) => d with { To = v.Time(v.Context.LatestPeriod) });

    private static decimal? ReadAmount(MemberValue value)
    {
        if (value.Text() is not { } text) return null;
        return AmountPattern().IsMatch(text)
            ? decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            : value.WrongValue<decimal>(Codes.BadFormat, "Must be a decimal number in a string, at most 15 digits before the point and 6 after it, like \"1234.50\".");
    }

    private static string? ReadCurrency(MemberValue value)
    {
        if (value.Text() is not { } text) return null;
        return text.Length == 3 && text.All(char.IsAsciiLetterUpper)
            ? text
            : value.Wrong<string>(Codes.BadFormat, "Must be an ISO 4217 code of three capital letters, like EUR.");
    }

    [GeneratedRegex(@"\A-?[0-9]{1,15}(?:\.[0-9]{1,6})?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AmountPattern();
}
