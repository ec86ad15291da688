using System.Text.RegularExpressions;
using KpiPlatform.Aggregator.Schema;
using KpiPlatform.Testing;
using Npgsql;

namespace KpiPlatform.Aggregator.Tests.Schema;

public sealed class MigratorTests
{
    [Fact]
    public async Task Several_at_once_on_an_empty_database_all_succeed()
    {
        var database = await (await PostgresServer.GetAsync()).NewDatabaseAsync("migrate");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new Migrator(database, 4, TimeProvider.System).MigrateAsync(CancellationToken.None)));

        await using var source = NpgsqlDataSource.Create(database);
        await using var count = source.CreateCommand("select count(*) from partitions");
        Assert.Equal(4L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Another_number_of_partitions_is_refused_by_name()
    {
        var database = await (await PostgresServer.GetAsync()).NewDatabaseAsync("migrate");
        await new Migrator(database, 4, TimeProvider.System).MigrateAsync(CancellationToken.None);

        var e = await Assert.ThrowsAsync<SetUpException>(() => new Migrator(database, 8, TimeProvider.System).MigrateAsync(CancellationToken.None));

        Assert.Contains("KPI_PARTITIONS says 8", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_owner_who_may_not_make_roles_migrates_where_they_are_there()
    {
        var database = await (await PostgresServer.GetAsync()).NewDatabaseAsync("migrate");
        await new Migrator(database, 4, TimeProvider.System).MigrateAsync(CancellationToken.None); // the roles are the server's, so they are there from now on
        var (theirs, owner) = (await (await PostgresServer.GetAsync()).NewDatabaseAsync("migrate"), $"owner_{Guid.NewGuid():n}");
        await using var admin = NpgsqlDataSource.Create(theirs);
        await using var make = admin.CreateCommand($"create role {owner}; grant all on schema public to {owner}");
        await make.ExecuteNonQueryAsync();

        await new Migrator(new NpgsqlConnectionStringBuilder(theirs) { Options = $"-c role={owner}" }.ConnectionString, 4, TimeProvider.System).MigrateAsync(CancellationToken.None);

        await using var read = admin.CreateCommand("set role kpi_reader; select count(*) from cells");
        Assert.Equal(0L, await read.ExecuteScalarAsync());
        await using var tidy = admin.CreateCommand($"reset role; reassign owned by {owner} to current_user; drop owned by {owner}; drop role {owner}");
        await tidy.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task The_readers_role_reads_and_cannot_write()
    {
        var database = await (await PostgresServer.GetAsync()).NewDatabaseAsync("migrate");
        await new Migrator(database, 4, TimeProvider.System).MigrateAsync(CancellationToken.None);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Options = "-c role=kpi_reader" }.ConnectionString);

        await using var read = source.CreateCommand("select count(*) from cells");
        Assert.Equal(0L, await read.ExecuteScalarAsync());
        await using var write = source.CreateCommand("delete from cells");
        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => write.ExecuteNonQueryAsync())).SqlState);
        await using var log = source.CreateCommand("select count(*) from log");
        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => log.ExecuteScalarAsync())).SqlState);
    }

    [Fact]
    public async Task The_editors_role_adds_versions_of_rules_and_can_do_nothing_else()
    {
        var database = await (await PostgresServer.GetAsync()).NewDatabaseAsync("migrate");
        await new Migrator(database, 4, TimeProvider.System).MigrateAsync(CancellationToken.None);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Options = "-c role=kpi_editor" }.ConnectionString);

        await using var add = source.CreateCommand("insert into rules (workspace, version, document) values ('acme', nextval('rules_versions'), '{}')");
        Assert.Equal(1, await add.ExecuteNonQueryAsync());
        foreach (var sql in (string[])["update rules set document = '{}'", "delete from rules", "select count(*) from cells", "update partitions set revision = 0"])
        {
            await using var refused = source.CreateCommand(sql);
            Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => refused.ExecuteNonQueryAsync())).SqlState);
        }
    }

    /// <summary>Both releases of an upgrade work on one schema: what the earlier one uses is taken away a release later, in a migration that says so.</summary>
    [Fact]
    public void A_migration_only_adds_unless_it_says_that_the_release_before_needs_it_no_more()
    {
        var takesAway = new Regex(@"\b(drop\s+(table|column|index|constraint)|rename|truncate|set\s+not\s+null|alter\s+column\s+\w+\s+type|revoke)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        var migrations = typeof(Migrator).Assembly.GetManifestResourceNames().Where(n => n.Contains(".Schema.Sql.0", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(migrations);
        Assert.All(migrations, name =>
        {
            using var sql = new StreamReader(typeof(Migrator).Assembly.GetManifestResourceStream(name)!);
            var text = sql.ReadToEnd();
            Assert.True(!takesAway.IsMatch(text) || text.StartsWith("-- contract: ", StringComparison.Ordinal), name);
        });
    }
}
