using KpiPlatform.Query.Reading;
using Npgsql;

namespace KpiPlatform.Query.Tests.Reading;

public sealed class DatabaseTests(QueryService service) : IClassFixture<QueryService>
{
    [Theory]
    [InlineData("insert into partitions (partition, shard) values (9, 9)", PostgresErrorCodes.ReadOnlySqlTransaction)]
    [InlineData("set transaction_read_only = off; delete from cells", PostgresErrorCodes.InsufficientPrivilege)]
    [InlineData("set transaction_read_only = off; create table mine (a int)", PostgresErrorCodes.InsufficientPrivilege)]
    [InlineData("select * from log", PostgresErrorCodes.InsufficientPrivilege)]
    public async Task The_service_can_write_nothing_and_reads_only_what_it_answers_from(string sql, string state)
    {
        await using var database = new Database(service.ConnectionString, TimeSpan.FromSeconds(5));
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(sql, connection);
        Assert.Equal(state, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
    }

    [Fact]
    public async Task A_statement_that_takes_too_long_is_ended_by_the_server()
    {
        await using var database = new Database(service.ConnectionString, TimeSpan.FromSeconds(1));
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand("select pg_sleep(20)", connection);
        Assert.Equal(PostgresErrorCodes.QueryCanceled, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
    }
}
