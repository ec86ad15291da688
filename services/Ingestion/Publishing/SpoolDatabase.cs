using Microsoft.Data.Sqlite;

namespace KpiPlatform.Ingestion.Publishing;

/// <summary>The spool's SQLite database: its one table, and what makes a commit durable.</summary>
internal static class SpoolDatabase
{
    private const int PageBytes = 4096;

    public static SqliteConnection Open(string path, long mostBytes)
    {
        var opened = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        try
        {
            opened.Open();
            foreach (var sql in (string[])
                [
                    "pragma journal_mode = wal", "pragma synchronous = full", "pragma journal_size_limit = 67108864",
                    // The last guard: what is counted is the events' bytes, and a row needs a little more.
                    FormattableString.Invariant($"pragma max_page_count = {Math.Max(64, 2 * mostBytes / PageBytes)}"),
                    "create table if not exists spool (id integer primary key autoincrement, partition integer not null, events integer not null, since integer not null, body blob not null)",
                    "create index if not exists spool_in_order on spool (partition, id)",
                    // A row that could not be read is set aside, out of the way of those behind it: its partition is below 0. A start tries it again, since it may be of a program that can.
                    "update spool set partition = -1 - partition where partition < 0",
                ])
            {
                using var command = opened.CreateCommand();
                command.CommandText = sql;
                command.ExecuteNonQuery();
            }

            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }
}
