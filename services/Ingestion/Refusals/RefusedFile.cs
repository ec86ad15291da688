using System.Globalization;
using KpiPlatform.Ingestion.Events;
using Microsoft.Data.Sqlite;

namespace KpiPlatform.Ingestion.Refusals;

/// <summary>
/// The shapes of refused payloads in <c>refused.db</c> of ingestion's folder, the newest of them. Ingestion writes it; <c>./kpi quarantine</c> reads it meanwhile (write-ahead
/// log), and empties it. Not for several threads at once.
/// </summary>
internal sealed class RefusedFile : IDisposable
{
    public const string Name = "refused.db";
    private const int MostOfASource = 1_000;
    private const int MostOfAll = 10_000;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Columns = "id, source, connection, workspace, reason, shape, bytes, n, first_at, last_at";

    private readonly SqliteConnection db;

    /// <summary>How many there are, whoever has the file; nothing when it cannot be read now.</summary>
    public static IEnumerable<long> Count(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path)) return [0];
        try
        {
            using var reading = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = 1 }.ConnectionString);
            reading.Open();
            using var count = new SqliteCommand("select count(*) from refused", reading);
            return [(long)count.ExecuteScalar()!];
        }
        catch (SqliteException)
        {
            return [];
        }
    }

    public RefusedFile(string folder)
    {
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        var path = Path.Combine(folder, Name);
        // Made before SQLite does, so that it and what SQLite puts beside it are its owner's alone.
        if (!File.Exists(path)) new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, UnixCreateMode = OwnerOnly }).Dispose();
        db = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 }.ConnectionString);
        db.Open();
        Run("pragma journal_mode = wal");
        Run("pragma synchronous = normal");
        Run("""
            create table if not exists refused (
              id integer primary key autoincrement, key text not null unique, source text not null, connection text not null, workspace text not null,
              reason text not null, shape text not null, bytes integer not null, n integer not null, first_at integer not null, last_at integer not null)
            """);
        Run("create index if not exists refused_newest on refused (source, last_at)");
    }

    /// <summary>Counts it, or keeps it when it is the first of its form.</summary>
    public void Add(Refusal refusal)
    {
        var shape = PayloadShape.Of(refusal.Body, refusal.ContentType);
        Run("""
            insert into refused (key, source, connection, workspace, reason, shape, bytes, n, first_at, last_at)
            values ($key, $source, $connection, $workspace, $reason, $shape, $bytes, 1, $at, $at)
            on conflict (key) do update set n = n + 1, last_at = max(last_at, excluded.last_at)
            """,
            ("$key", RefusedReason.Key(refusal, shape)), ("$source", refusal.Source), ("$connection", refusal.Connection), ("$workspace", refusal.Workspace),
            ("$reason", refusal.Reason), ("$shape", shape.Text), ("$bytes", refusal.Body.Length), ("$at", refusal.At.ToUnixTimeMilliseconds()));
        Run("delete from refused where id in (select id from refused where source = $source order by last_at desc limit -1 offset $most)", ("$source", refusal.Source), ("$most", MostOfASource));
        Run("delete from refused where id in (select id from refused order by last_at desc limit -1 offset $most)", ("$most", MostOfAll));
    }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<RefusedShape> List(int most) => Read($"select {Columns} from refused order by last_at desc limit $most", ("$most", most));

    public RefusedShape? Find(long id) => Read($"select {Columns} from refused where id = $id", ("$id", id)).SingleOrDefault();

    /// <summary>Forgets all; returns how many there were.</summary>
    public int Clear() => Run("delete from refused");

    public void Dispose() => db.Dispose();

    private List<RefusedShape> Read(string sql, params (string Name, object Value)[] values)
    {
        using var command = Command(sql, values);
        using var rows = command.ExecuteReader();
        var found = new List<RefusedShape>();
        while (rows.Read())
        {
            found.Add(new RefusedShape(
                rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetString(5), rows.GetInt64(6), rows.GetInt64(7), At(rows.GetInt64(8)), At(rows.GetInt64(9))));
        }

        return found;
    }

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private int Run(string sql, params (string Name, object Value)[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, (string Name, object Value)[] values)
    {
        var command = db.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        return command;
    }
}
