using KpiPlatform.Platform.Hosting;
using Microsoft.Data.Sqlite;

namespace KpiPlatform.Ingestion.Publishing;

/// <summary>
/// The spool on disk: one SQLite file, in order of acceptance, one writer. What <see cref="Append"/> has returned from is on disk (write-ahead log,
/// synchronous=FULL). Its owner alone may read it, and one process at a time has it. Not for several threads at once.
/// </summary>
internal sealed class SpoolFile : IDisposable
{
    private readonly SpoolFolder folder;
    private readonly SqliteConnection connection;

    /// <summary>Throws <see cref="SettingsException"/> when the folder cannot be used.</summary>
    public SpoolFile(SpoolSettings settings)
    {
        try
        {
            folder = new SpoolFolder(settings.Folder);
            connection = SpoolDatabase.Open(folder.Database, settings.MostBytes);
            CheckPartitions(settings.Partitions);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            folder?.Dispose();
            if (e is SettingsException) throw;
            throw new SettingsException($"The folder of KPI_INGESTION_HOME cannot be used for the spool: {e.Message}");
        }
    }

    /// <summary>One transaction: all of them, or none. With no entries it only tells whether the disk can be written.</summary>
    public void Append(IReadOnlyList<SpoolEntry> entries, DateTimeOffset now)
    {
        if (entries.Count == 0) Run(FormattableString.Invariant($"pragma user_version = {Ask("pragma user_version")}"));
        using var transaction = connection.BeginTransaction();
        using var insert = Command("insert into spool (partition, events, since, body) values ($partition, $events, $since, $body)");
        insert.Transaction = transaction;
        foreach (var entry in entries)
        {
            insert.Parameters.Clear();
            insert.Parameters.AddWithValue("$partition", entry.Partition);
            insert.Parameters.AddWithValue("$events", entry.Events);
            insert.Parameters.AddWithValue("$since", now.ToUnixTimeMilliseconds());
            insert.Parameters.AddWithValue("$body", entry.Body);
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>The oldest rows of a partition: so many events and bytes at most, but one row at least where there is one.</summary>
    public IReadOnlyList<SpoolRow> Read(int partition, int mostEvents, long mostBytes)
    {
        using var select = Command("select id, events, body from spool where partition = $partition order by id limit $most");
        select.Parameters.AddWithValue("$partition", partition);
        select.Parameters.AddWithValue("$most", mostEvents);
        using var found = select.ExecuteReader();
        var (rows, events, bytes) = (new List<SpoolRow>(), 0, 0L);
        while (found.Read())
        {
            var row = new SpoolRow(found.GetInt64(0), found.GetInt32(1), found.GetFieldValue<byte[]>(2));
            (events, bytes) = (events + row.Events, bytes + row.Body.Length);
            if (rows.Count > 0 && (events > mostEvents || bytes > mostBytes)) break;
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Forgets a partition's rows up to this one. When nothing is left the file gives its space back.</summary>
    public void Remove(int partition, long upTo)
    {
        using var delete = Command("delete from spool where partition = $partition and id <= $id");
        delete.Parameters.AddWithValue("$partition", partition);
        delete.Parameters.AddWithValue("$id", upTo);
        delete.ExecuteNonQuery();
    }

    /// <summary>Moves a row out of the way of the others; the next start puts it back.</summary>
    public void SetAside(long id) => Run(FormattableString.Invariant($"update spool set partition = -1 - partition where id = {id} and partition >= 0"));

    /// <summary>Of an empty spool: a long outage must not keep its disk for ever.</summary>
    public void Shrink()
    {
        Run("vacuum");
        Run("pragma wal_checkpoint(truncate)");
    }

    public IReadOnlyList<SpoolPart> Parts()
    {
        using var select = Command("select partition, sum(events), sum(length(body)) from spool where partition >= 0 group by partition");
        using var found = select.ExecuteReader();
        var parts = new List<SpoolPart>();
        while (found.Read()) parts.Add(new SpoolPart(found.GetInt32(0), found.GetInt64(1), found.GetInt64(2)));
        return parts;
    }

    /// <summary>When the oldest row was accepted; null when there is none.</summary>
    public DateTimeOffset? Oldest() => Ask("select since from spool where partition >= 0 order by id limit 1") is { } since ? DateTimeOffset.FromUnixTimeMilliseconds(since) : null;

    public void Dispose()
    {
        connection.Dispose();
        folder.Dispose();
    }

    /// <summary>Rows are sorted into partitions when they are accepted, so their number must not change under them.</summary>
    private void CheckPartitions(int partitions)
    {
        var known = Ask("pragma user_version");
        if (known == partitions) return;
        if (Oldest() is not null) throw new SettingsException(FormattableString.Invariant($"The spool holds events sorted into {known} partitions: KPI_PARTITIONS must stay {known} until they are with the broker."));
        Run(FormattableString.Invariant($"pragma user_version = {partitions}"));
    }

    private long? Ask(string sql)
    {
        using var command = Command(sql);
        return command.ExecuteScalar() as long?;
    }

    private void Run(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
