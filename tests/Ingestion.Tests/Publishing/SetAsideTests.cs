using System.Net;
using KpiPlatform.Testing;

namespace KpiPlatform.Ingestion.Tests.Publishing;

/// <summary>A row of the spool that is not what this program writes: damaged, or of another release.</summary>
public sealed class SetAsideTests : IDisposable
{
    private static readonly Uri Nobody = new("amqp://guest:guest@127.0.0.1:1/none");
    private readonly string home = Directory.CreateTempSubdirectory("kpi-spool-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public async Task A_row_that_cannot_be_read_is_set_aside_and_those_behind_it_go_on_and_a_start_tries_it_again()
    {
        await using (var alone = Host(Nobody))
        {
            await TakenAsync(alone, Enumerable.Range(0, 10));
            await TakenAsync(alone, Enumerable.Range(10, 10));
        }

        Change("update spool set body = substr(body, 2) where id = (select min(id) from spool)");
        var vhost = await (await RabbitMqServer.GetAsync()).NewVhostAsync("aside");
        await using (var blind = Host(vhost))
        {
            await Eventually.HoldsAsync(async () =>
            {
                var said = await blind.Http.GetStringAsync("/health/ready");
                Assert.True(said.Contains("10 events could not be read and are set aside; 0 events wait", StringComparison.Ordinal), said);
            }, TimeSpan.FromSeconds(60));
            Assert.Equal(10, await ArrivedAsync(blind, 10));
        }

        Change("update spool set body = cast('[' as blob) || body where partition < 0");
        await using var again = Host(vhost);
        await again.ReadyAsync();
        Assert.Equal(10, await ArrivedAsync(again, 10));
    }

    /// <summary>How many events come out of the queues, until there are so many and no more.</summary>
    private static async Task<int> ArrivedAsync(IngestionHost host, int wanted)
    {
        var arrived = 0;
        for (var attempt = 0; attempt < 30 && arrived < wanted; attempt++) arrived += (await host.DrainAsync()).Sum(batch => batch.Events.Count);
        return arrived;
    }

    private void Change(string sql)
    {
        using var file = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(home, "spool", "spool.db")};Pooling=false");
        file.Open();
        using var command = file.CreateCommand();
        command.CommandText = sql;
        Assert.NotEqual(0, command.ExecuteNonQuery());
    }

    private IngestionHost Host(Uri vhost) => new(vhost, ("KPI_INGESTION_HOME", Path.Combine(home, "spool")));

    /// <summary>All of one ticket, so that they are one row.</summary>
    private static async Task TakenAsync(IngestionHost host, IEnumerable<int> numbers)
    {
        using var answer = await host.PostAsync(string.Join('\n', numbers.Select(n =>
            $$"""{"specversion":"1.0","id":"{{n}}","source":"/z","type":"helpdesk.ticket.pended","subject":"t","time":"2026-03-02T09:05:00Z"}""")), "application/x-ndjson");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }
}
