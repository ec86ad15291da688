using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Targets;
using KpiPlatform.Kpis.Tickets;
using Npgsql;

namespace KpiPlatform.Aggregator.Notices;

/// <summary>
/// Notices are written in the transaction that found the change out, with a delivery for each webhook that wants it. A notice's id is a hash of what
/// it says: a change that is found out twice, as around a rebuild, is announced once.
/// </summary>
internal static class Outbox
{
    private static readonly string AddSql = SqlFile.Read("Notices.Sql.add_notices");

    public static async Task AddAsync(NpgsqlConnection db, IEnumerable<(StreamId Stream, SlaChange Change)> changes, CancellationToken ct)
    {
        var notices = changes.Select(c => NoticeOf(c.Stream, c.Change)).DistinctBy(n => n.Id).OrderBy(n => n.Id, StringComparer.Ordinal).ToList();
        if (notices.Count == 0) return;
        await using var add = new NpgsqlCommand(AddSql, db)
        {
            Parameters =
            {
                new() { Value = notices.Select(n => n.Id).ToArray() },
                new() { Value = notices.Select(n => n.Workspace).ToArray() },
                new() { Value = notices.Select(n => n.Type).ToArray() },
                new() { Value = notices.Select(n => n.At.UtcDateTime).ToArray() },
                new() { Value = notices.Select(n => JsonSerializer.Serialize(n)).ToArray() },
            },
        };
        await add.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The message that tells of a change.</summary>
    public static SlaStateChanged NoticeOf(StreamId stream, SlaChange change)
    {
        var (type, state) = change.State switch
        {
            SlaState.AtRisk => (NoticeTypes.AtRisk, "at_risk"),
            SlaState.Breached => (NoticeTypes.Breached, "breached"),
            SlaState.Met => (NoticeTypes.Met, "met"),
            _ => throw new ArgumentOutOfRangeException(nameof(change), change.State, "Nobody wants to hear of it."),
        };
        var clock = change.Clock;
        var notice = new SlaStateChanged("", type, change.At.ToUniversalTime(), stream.Workspace, stream.Source, stream.Subject, change.Ticket, clock.Metric, clock.Target.Id,
            clock.From.ToUniversalTime(), clock.Due.ToUniversalTime(), state);
        return notice with { Id = IdOf(notice) };
    }

    private static string IdOf(SlaStateChanged n)
    {
        string[] parts = [n.Type, n.Workspace, n.Source, n.Subject, n.Ticket.ToString(CultureInfo.InvariantCulture), n.Metric, Text(n.From), Text(n.At)];
        return "sla_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))).AsSpan(0, 16));
    }

    private static string Text(DateTimeOffset at) => at.UtcTicks.ToString(CultureInfo.InvariantCulture);
}
