using Npgsql;

namespace KpiPlatform.Aggregator.Erasing;

/// <summary>Announcements about a person's own threads. They are deleted, with what was still to be delivered: whoever got one could do nothing with another name.</summary>
internal static class NoticeTraces
{
    public static async Task<int> CountAsync(NpgsqlConnection db, Wanted wanted, CancellationToken ct)
    {
        await using var count = Of(db, wanted, "select count(*)::int from notices");
        return (int)(await count.ExecuteScalarAsync(ct))!;
    }

    public static async Task<int> DeleteAsync(NpgsqlConnection db, Wanted wanted, CancellationToken ct)
    {
        await using var delete = Of(db, wanted, "delete from notices");
        return await delete.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlCommand Of(NpgsqlConnection db, Wanted wanted, string what) => new($"{what} where workspace = $1 and body like any ($2) and at < $3", db)
    {
        Parameters =
        {
            new() { Value = wanted.Workspace }, new() { Value = wanted.Patterns },
            new() { Value = wanted.Limit, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz },
        },
    };
}
