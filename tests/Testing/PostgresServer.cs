using System.Collections.Concurrent;
using System.Security.Cryptography;
using KpiPlatform.Cli.Servers;
using Npgsql;

namespace KpiPlatform.Testing;

/// <summary>The PostgreSQL of this test process: the one given in KPI_TEST_POSTGRES, else a private one, else (opt-in) a container.</summary>
public sealed class PostgresServer
{
    private static readonly Lazy<Task<PostgresServer>> Instance = new(StartAsync);
    private readonly ConcurrentQueue<string> _databases = new();
    private readonly PrivatePostgres? _own;

    private PostgresServer(string connectionString, string origin, PrivatePostgres? own = null)
    {
        (ConnectionString, _own) = (connectionString, own);
        Console.WriteLine($"PostgreSQL for these tests: {origin}");
        if (own is null)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => DropDatabases();
    }

    public string ConnectionString { get; }

    /// <summary>Whether this server is ours to stop and start.</summary>
    public bool CanControl => _own is not null;

    public static Task<PostgresServer> GetAsync() => Instance.Value;

    /// <returns>The connection string of a fresh, empty database.</returns>
    public async Task<string> NewDatabaseAsync(string? name = null)
    {
        var database = $"{name ?? "kpi_test"}_{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database \"{database}\" template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'", connection);
        await command.ExecuteNonQueryAsync();
        _databases.Enqueue(database);
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = database }.ConnectionString;
    }

    /// <summary>Stops (or kills with SIGKILL) and starts again, same port, same data.</summary>
    public async Task RestartAsync(bool kill)
    {
        var own = _own ?? throw new InvalidOperationException("This PostgreSQL was given, not started by the tests; ask CanControl first.");
        if (kill)
            await own.Process!.StopAsync(Native.SigKill, TimeSpan.FromSeconds(10));
        else
            await own.StopAsync();
        await own.StartAsync();
    }

    private static async Task<PostgresServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("KPI_TEST_POSTGRES") is { Length: > 0 } given)
            return new(given, "given by KPI_TEST_POSTGRES");
        if (Discovery.OfThisMachine().Postgres() is { } programs)
            return await StartPrivateAsync(programs);
#if CONTAINERS
        return new(await Containers.PostgresAsync(), "a container");
#else
        throw new InvalidOperationException("No PostgreSQL: install it (Debian: apt-get install postgresql), set KPI_TEST_POSTGRES, or test with -p:Containers=true.");
#endif
    }

    private static async Task<PostgresServer> StartPrivateAsync(string programs)
    {
        var home = PrivateHome.Below("postgres");
        var book = new ServerBook();
        var server = new PrivatePostgres(programs, await ServerPlace.PrepareAsync(home, "postgres", book), book);
        await server.StartAsync();
        return new(server.ConnectionString(), $"private, {programs}, in {home}", server);
    }

    private void DropDatabases()
    {
        using var connection = new NpgsqlConnection(ConnectionString);
        connection.Open();
        foreach (var database in _databases)
        {
            using var command = new NpgsqlCommand($"drop database if exists \"{database}\" with (force)", connection);
            command.ExecuteNonQuery();
        }
    }
}
