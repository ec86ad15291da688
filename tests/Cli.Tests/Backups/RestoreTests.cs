using KpiPlatform.Cli.Backups;
using KpiPlatform.Cli.Keys;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;
using Npgsql;

namespace KpiPlatform.Cli.Tests.Backups;

/// <summary>A backup and the write-ahead log after it, on a real PostgreSQL, become any later moment.</summary>
public sealed class RestoreTests
{
    private static readonly TimeProvider Time = TimeProvider.System;

    [Fact]
    public async Task A_restore_brings_back_the_moment_and_no_revoked_key_and_keeps_what_it_replaces()
    {
        using var folder = new TempFolder();
        File.SetUnixFileMode(folder.Path, File.GetUnixFileMode(folder.Path) | UnixFileMode.OtherExecute); // for the server's account
        var programs = Discovery.OfThisMachine().Postgres();
        Assert.SkipWhen(programs is null, "PostgreSQL's programs are not on this machine");
        var home = new Home(Path.Combine(folder.Path, "home")).Prepare();
        var backups = new BackupFolder(Path.Combine(folder.Path, "backups"));
        var keys = new KeysFile(home.KeysFile);
        var key = await keys.ChangeAsync(d => KeyRing.CreateKey(d, "acme", ["admin"], Time.GetUtcNow()));
        SetCursor(home, "at the backup");

        var (postgres, before, between) = await LiveAsync(home, backups, programs!, afterBackup: async () =>
        {
            await keys.ChangeAsync(d => KeyRing.Revoke(d, key.Id, Time.GetUtcNow()));
            SetCursor(home, "later");
        });

        var refused = await Assert.ThrowsAsync<CommandException>(() => new Restore(home, backups, Time).RunAsync(before, CancellationToken.None));
        Assert.StartsWith("No backup in ", refused.Message, StringComparison.Ordinal);
        var (_, files, old) = await new Restore(home, backups, Time).RunAsync(between, CancellationToken.None);

        await postgres.StartAsync();
        Assert.Equal(["before", "after"], await RowsAsync(postgres));
        await postgres.StopAsync();
        Assert.True(Directory.Exists(old), "the data of before is gone");
        Assert.Equal(["the cursors of reconciliation"], files);
        Assert.Equal("at the backup", await File.ReadAllTextAsync(Cursor(home)));
        Assert.All(keys.Read().Keys, k => Assert.NotNull(k.RevokedAt));
    }

    /// <summary>Rows before the backup, after it, and after the moment; the database is down in the end.</summary>
    private static async Task<(PrivatePostgres Postgres, DateTimeOffset Before, DateTimeOffset Between)> LiveAsync(Home home, BackupFolder backups, string programs, Func<Task> afterBackup)
    {
        var book = new ServerBook();
        var place = await ServerPlace.PrepareAsync(home.Folder, "postgres", book);
        var postgres = new PrivatePostgres(programs, place, book) { Archive = await backups.PrepareWalAsync(place.Account) };
        await postgres.StartAsync();
        book.Save(home.Folder);
        await RunAsync(postgres, "create table rows (n int generated always as identity, said text)");
        await RunAsync(postgres, "insert into rows (said) values ('before')");
        var before = Time.GetUtcNow();
        new RunState(ProcessIdentity.Of(Environment.ProcessId)!) { Ready = true, Processes = [new("postgres", postgres.Process!, book.PostgresPort!.Value, before, 0)] }.Save(home);
        await new Backup(home, backups, Time).RunAsync(keep: 1, CancellationToken.None);
        await afterBackup();
        await RunAsync(postgres, "insert into rows (said) values ('after')");
        await Task.Delay(20);
        var between = Time.GetUtcNow();
        await Task.Delay(20);
        await RunAsync(postgres, "insert into rows (said) values ('too late')");
        await postgres.StopAsync();
        File.Delete(home.State);
        return (postgres, before, between);
    }

    private static async Task RunAsync(PrivatePostgres postgres, string sql)
    {
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString() + ";Pooling=false");
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string[]> RowsAsync(PrivatePostgres postgres)
    {
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString() + ";Pooling=false");
        await using var command = database.CreateCommand("select array_agg(said order by n) from rows");
        return (string[])(await command.ExecuteScalarAsync())!;
    }

    private static string Cursor(Home home) => Path.Combine(home.Ingestion, "reconciliation", "c1.json");

    private static void SetCursor(Home home, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Cursor(home))!);
        File.WriteAllText(Cursor(home), text);
    }
}
