namespace KpiPlatform.Mapping;

/// <summary>What is wrong with a row: the member of the event (<c>data.channel</c>, <c>time</c>; empty for the row as such) and how.</summary>
internal sealed record RowError(string Member, string Detail)
{
    public override string ToString() => Member.Length == 0 ? Detail : $"{Member}: {Detail}";
}

/// <summary>What a row came to: events (JSON each), the reasons for which it gave none, or errors; a row with errors gives no events at all.</summary>
internal sealed record Mapped(IReadOnlyList<string> Events, IReadOnlyList<string> Dropped, IReadOnlyList<RowError> Errors);
