using KpiPlatform.Cli.Servers;
using Npgsql;

namespace KpiPlatform.Testing;

/// <summary>A primary and its streaming replica, processes of ours. A commit is answered when the replica has it too, so a failover loses nothing.</summary>
public sealed class PostgresPair : IAsyncDisposable
{
    private readonly PrivatePostgres _primary;
    private readonly PrivatePostgres _replica;

    private PostgresPair(PrivatePostgres primary, PrivatePostgres replica) => (_primary, _replica) = (primary, replica);

    public string Primary => _primary.ConnectionString();

    public string Replica => _replica.ConnectionString();

    /// <summary>Whichever of the two is the primary.</summary>
    public string Either
    {
        get
        {
            var (one, other) = (new NpgsqlConnectionStringBuilder(Primary), new NpgsqlConnectionStringBuilder(Replica));
            one.Host = FormattableString.Invariant($"{one.Host}:{one.Port},{other.Host}:{other.Port}");
            return one.ConnectionString;
        }
    }

    public static async Task<PostgresPair> StartAsync()
    {
        var programs = Discovery.OfThisMachine().Postgres() ?? throw new InvalidOperationException("A replica for tests needs PostgreSQL's programs on this machine.");
        var book = new ServerBook();
        var primary = new PrivatePostgres(programs, await ServerPlace.PrepareAsync(PrivateHome.Below("primary"), "postgres", book), book);
        await primary.StartAsync();
        var copy = new ServerBook { PostgresPassword = book.PostgresPassword };
        var place = await ServerPlace.PrepareAsync(PrivateHome.Below("replica"), "postgres", copy);
        var at = new NpgsqlConnectionStringBuilder(primary.ConnectionString());
        // -R writes standby.signal and where the primary is; the replica then follows.
        var made = await Shell.RunAsync(
            [Path.Combine(programs, "pg_basebackup"), "-R", "-X", "stream", "-c", "fast", "--no-sync", "-D", Path.Combine(place.Folder, "data"), "-d", $"host={at.Host} port={at.Port} user={at.Username} password={at.Password}"],
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["LC_ALL"] = "C" }, place.Account);
        if (!made.Ok) throw new InvalidOperationException($"pg_basebackup: {made.Said}");
        var pair = new PostgresPair(primary, new PrivatePostgres(programs, place, copy));
        await pair._replica.StartAsync();
        await pair.OnPrimaryAsync("alter system set synchronous_standby_names = '*'", "select pg_reload_conf()");
        return pair;
    }

    public Task KillPrimaryAsync() => _primary.Process!.StopAsync(Native.SigKill, TimeSpan.FromSeconds(10));

    /// <summary>The replica becomes the primary.</summary>
    public Task PromoteAsync() => ExecuteAsync(Replica, "select pg_promote()");

    public Task OnPrimaryAsync(params string[] statements) => ExecuteAsync(Primary, statements);

    public Task OnReplicaAsync(params string[] statements) => ExecuteAsync(Replica, statements);

    public async ValueTask DisposeAsync()
    {
        await _replica.Process!.StopAsync(Native.SigKill, TimeSpan.FromSeconds(10));
        await KillPrimaryAsync();
    }

    private static async Task ExecuteAsync(string connectionString, params string[] statements)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        foreach (var statement in statements)
        {
            await using var command = database.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }
}
