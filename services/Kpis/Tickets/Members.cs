using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Kpis.Tickets;

/// <summary>The members of an event's data as (number, value) pairs that end with 0. Only those that a fold reads are kept: the log has them all.</summary>
internal static class Members
{
    public static void Write(ref ByteWriter w, EventData d)
    {
        Texts(ref w, 1, d.Cleared);
        Word(ref w, 2, (int?)d.Channel);
        Text(ref w, 3, d.ChannelDetail);
        Word(ref w, 4, (int?)d.OpenedBy);
        Text(ref w, 5, d.Agent);
        Text(ref w, 6, d.Team);
        Text(ref w, 7, d.Category);
        Text(ref w, 8, d.Priority);
        Text(ref w, 9, d.Area);
        Word(ref w, 10, (int?)d.Author);
        Flag(ref w, 11, d.Public);
        Flag(ref w, 12, d.Handoff);
        Exact(ref w, 13, d.HandleSeconds);
        Exact(ref w, 14, d.SessionGapHours);
        Word(ref w, 15, (int?)d.By);
        Flag(ref w, 16, d.ConfirmedByCustomer);
        Word(ref w, 17, (int?)d.Status);
        Time(ref w, 18, d.OpenedAt);
        Text(ref w, 19, d.Reason);
        Text(ref w, 20, d.Kind);
        Exact(ref w, 21, d.Score);
        Text(ref w, 22, d.Scale);
        Text(ref w, 23, d.Survey);
        Exact(ref w, 24, d.Seconds);
        Word(ref w, 25, (int?)d.Medium);
        if (d.Count is { } count) { w.Byte(26); w.Signed(count); }
        Exact(ref w, 27, d.Amount);
        Text(ref w, 28, d.Currency);
        Time(ref w, 29, d.From);
        Time(ref w, 30, d.To);
        Text(ref w, 31, d.Customer);
        w.Byte(0);
    }

    public static EventData Read(ref ByteReader r)
    {
        var draft = new MembersDraft();
        for (var member = r.Byte(); member != 0; member = r.Byte()) draft.Read(ref r, member);
        return draft.ToData();
    }

    private static void Text(ref ByteWriter w, byte member, string? value)
    {
        if (value is null) return;
        w.Byte(member);
        w.Text(value);
    }

    private static void Texts(ref ByteWriter w, byte member, IReadOnlyList<string>? values)
    {
        if (values is null) return;
        w.Byte(member);
        w.Number(values.Count);
        foreach (var value in values) w.Text(value);
    }

    private static void Word(ref ByteWriter w, byte member, int? value)
    {
        if (value is not { } word) return;
        w.Byte(member);
        w.Number(word);
    }

    private static void Flag(ref ByteWriter w, byte member, bool? value)
    {
        if (value is not { } flag) return;
        w.Byte(member);
        w.Byte(flag ? (byte)1 : (byte)0);
    }

    private static void Exact(ref ByteWriter w, byte member, decimal? value)
    {
        if (value is not { } exact) return;
        w.Byte(member);
        w.Exact(exact);
    }

    private static void Time(ref ByteWriter w, byte member, DateTimeOffset? value)
    {
        if (value is not { } time) return;
        w.Byte(member);
        w.Time(time);
    }
}
