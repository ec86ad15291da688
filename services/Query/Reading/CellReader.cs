using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Time;
using KpiPlatform.Query.Asking;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace KpiPlatform.Query.Reading;

/// <summary>The part of a portion that ready cells have.</summary>
internal sealed class CellReader(Question question, Snapshot snapshot, Portion portion, int cut)
{
    private static readonly string Sql = SqlFile.Read("cells");
    private readonly Piece[] pieces = [.. portion.Pieces.Where(p => p.Grain is not null)];

    /// <summary>Null when there is nothing to read.</summary>
    public NpgsqlBatchCommand? Command() => pieces.Length == 0 || portion.Measures.Count == 0 ? null : new(Sql)
    {
        Parameters =
        {
            new() { Value = snapshot.Shards },
            new() { Value = snapshot.Workspace },
            new() { Value = (short)cut },
            new() { Value = Array.ConvertAll(pieces, p => (short)p.Grain!.Value) },
            new() { Value = Array.ConvertAll(pieces, p => p.Grain == Grain.Ever ? Ever.From : p.From.ToDateTimeUtc()) },
            new() { Value = Array.ConvertAll(pieces, p => p.Grain == Grain.Ever ? Ever.To : p.To.ToDateTimeUtc()) },
            Values(except: false),
            Values(except: true),
        },
    };

    /// <returns>How many rows there were.</returns>
    public async Task<int> AddAsync(NpgsqlDataReader rows, Groups groups, CancellationToken ct)
    {
        var grouped = question.GroupBy.Count > 0;
        var count = 0;
        for (; await rows.ReadAsync(ct); count++)
        {
            var piece = pieces[rows.GetInt64(0) - 1];
            var slot = portion.SlotOf(Instant.FromDateTimeUtc(rows.GetDateTime(1)));
            var group = grouped ? new GroupKey(rows.GetString(2)) : GroupKey.All;
            groups.Own(group, slot).AddEncoded(rows.GetFieldValue<byte[]>(3), portion.Measures, piece.Sign);
        }

        return count;
    }

    private static (DateTime From, DateTime To) Ever => (DateTime.UnixEpoch, DateTime.UnixEpoch.AddSeconds(1));

    /// <summary>All filters are of the cut's dimension: values wanted by each of them, or unwanted by any.</summary>
    private NpgsqlParameter Values(bool except)
    {
        var values = question.Filters.Where(f => f.Except == except).SelectMany(f => f.Values).ToArray();
        return new() { Value = values.Length == 0 ? DBNull.Value : values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    }
}
