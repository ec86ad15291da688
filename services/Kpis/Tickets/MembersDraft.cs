using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Kpis.Tickets;

/// <summary>The members read so far. Timelines are read for every event that arrives: a record copied for each of its members would be most of that work.</summary>
internal struct MembersDraft
{
    private IReadOnlyList<string>? cleared;
    private Channel? channel;
    private string? channelDetail;
    private Party? openedBy;
    private string? agent;
    private string? team;
    private string? category;
    private string? priority;
    private string? area;
    private Party? author;
    private bool? isPublic;
    private bool? handoff;
    private decimal? handleSeconds;
    private decimal? sessionGapHours;
    private Party? by;
    private bool? confirmedByCustomer;
    private TicketStatus? status;
    private DateTimeOffset? openedAt;
    private string? reason;
    private string? kind;
    private decimal? score;
    private string? scale;
    private string? survey;
    private decimal? seconds;
    private Medium? medium;
    private long? count;
    private decimal? amount;
    private string? currency;
    private DateTimeOffset? from;
    private DateTimeOffset? to;
    private string? customer;

    public void Read(ref ByteReader r, byte member)
    {
        switch (member)
        {
            case 1: cleared = r.Texts(); break;
            case 2: channel = (Channel)r.Number(); break;
            case 3: channelDetail = r.Text(); break;
            case 4: openedBy = (Party)r.Number(); break;
            case 5: agent = r.Text(); break;
            case 6: team = r.Text(); break;
            case 7: category = r.Text(); break;
            case 8: priority = r.Text(); break;
            case 9: area = r.Text(); break;
            case 10: author = (Party)r.Number(); break;
            case 11: isPublic = r.Byte() == 1; break;
            case 12: handoff = r.Byte() == 1; break;
            case 13: handleSeconds = r.Exact(); break;
            case 14: sessionGapHours = r.Exact(); break;
            case 15: by = (Party)r.Number(); break;
            case 16: confirmedByCustomer = r.Byte() == 1; break;
            case 17: status = (TicketStatus)r.Number(); break;
            case 18: openedAt = r.Time(); break;
            case 19: reason = r.Text(); break;
            case 20: kind = r.Text(); break;
            case 21: score = r.Exact(); break;
            case 22: scale = r.Text(); break;
            case 23: survey = r.Text(); break;
            case 24: seconds = r.Exact(); break;
            case 25: medium = (Medium)r.Number(); break;
            case 26: count = r.Signed(); break;
            case 27: amount = r.Exact(); break;
            case 28: currency = r.Text(); break;
            case 29: from = r.Time(); break;
            case 30: to = r.Time(); break;
            case 31: customer = r.Text(); break;
            default: throw new InvalidDataException($"Member {member} of a stored event is not known to this version. Run a rebuild.");
        }
    }

    public readonly EventData ToData() => new()
    {
        Cleared = cleared,
        Channel = channel,
        ChannelDetail = channelDetail,
        OpenedBy = openedBy,
        Agent = agent,
        Team = team,
        Category = category,
        Priority = priority,
        Area = area,
        Author = author,
        Public = isPublic,
        Handoff = handoff,
        HandleSeconds = handleSeconds,
        SessionGapHours = sessionGapHours,
        By = by,
        ConfirmedByCustomer = confirmedByCustomer,
        Status = status,
        OpenedAt = openedAt,
        Reason = reason,
        Kind = kind,
        Score = score,
        Scale = scale,
        Survey = survey,
        Seconds = seconds,
        Medium = medium,
        Count = count,
        Amount = amount,
        Currency = currency,
        From = from,
        To = to,
        Customer = customer,
    };
}
