using System.Net;
using System.Text;
using KpiPlatform.Testing;

namespace KpiPlatform.Ingestion.Tests.Publishing;

/// <summary>The service without a broker: it starts, takes events until its spool is full, and has them when it starts again.</summary>
public sealed class SpoolTests : IDisposable
{
    private static readonly Uri Nobody = new("amqp://guest:guest@127.0.0.1:1/none");
    private readonly string home = Directory.CreateTempSubdirectory("kpi-spool-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Theory]
    [InlineData("on")]
    [InlineData("off")]
    public async Task What_was_taken_before_there_ever_was_a_broker_is_with_it_after_the_next_start_in_order(string groupCommit)
    {
        await using (var alone = Host(Nobody))
        {
            await alone.ReadyAsync("degraded");
            foreach (var round in Enumerable.Range(0, 20)) await TakenAsync(alone, Enumerable.Range(10 * round, 10));
            Assert.Contains("200 events wait for the broker", await alone.Http.GetStringAsync("/health/ready"), StringComparison.Ordinal);
        }

        await using var again = Host(await (await RabbitMqServer.GetAsync()).NewVhostAsync("spool"), ("KPI_GROUP_COMMIT", groupCommit));
        await again.ReadyAsync();
        var batches = await again.DrainAsync();
        Assert.Equal(Enumerable.Range(0, 200), batches.SelectMany(batch => batch.Events).Select(Number).Order());
        Assert.All(batches.GroupBy(batch => batch.Events[0].Source), source => Assert.Equal(source.SelectMany(batch => batch.Events).Select(Number).Order(), source.SelectMany(batch => batch.Events).Select(Number)));
        Assert.All(batches, batch => Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", batch.Events[0].TraceParent?.Split('-')[1]));
    }

    [Fact]
    public async Task When_it_is_full_requests_are_refused_and_health_says_why()
    {
        await using var host = Host(Nobody, ("KPI_SPOOL_MB", "1"));
        await host.ReadyAsync("degraded");
        var taken = 0;
        var status = HttpStatusCode.Accepted;
        while (status == HttpStatusCode.Accepted && taken < 100_000)
        {
            using var answer = await host.PostAsync(Lines(Enumerable.Range(taken, 500)), "application/x-ndjson");
            status = answer.StatusCode;
            if (status == HttpStatusCode.Accepted) taken += 500;
            else Assert.Equal("not_durable", (await IngestionHost.JsonAsync(answer)).GetProperty("code").GetString());
            Assert.Equal(status == HttpStatusCode.Accepted, answer.Headers.RetryAfter is null);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.InRange(taken, 1000, 20_000);
        await host.ReadyAsync("failing");
        using var health = await host.Http.GetAsync("/health/ready");
        Assert.Contains("The spool is full; ", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_its_owner_may_read_it()
    {
        await using var host = Host(Nobody);
        await TakenAsync(host, [1]);
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        Assert.All(Directory.GetFiles(Path.Combine(home, "spool")), file => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & others));
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(home, "spool")) & (others | UnixFileMode.OtherExecute));
    }

    [Fact]
    public async Task It_holds_no_secret_and_nothing_that_tells_who_a_customer_is_or_what_he_said()
    {
        await using var host = Host(Nobody);
        const string said = "my card is 4111111111111111";
        using var opened = await host.PostAsync($$$"""
            {"specversion":"1.0","id":"1","source":"/z/a","type":"helpdesk.ticket.opened","subject":"t77","time":"2026-03-02T09:05:00Z","data":{"channel":"email","customer":"anna@example.com","comment":"{{{said}}}"}}
            """);
        Assert.Equal(HttpStatusCode.Accepted, opened.StatusCode);
        var written = string.Concat(Directory.GetFiles(Path.Combine(home, "spool"), "spool.db*").Select(file => Encoding.Latin1.GetString(Bytes(file))));
        Assert.Contains("t77", written, StringComparison.Ordinal);
        Assert.All((string[])["anna@example.com", said, IngestionHost.Key], secret => Assert.DoesNotContain(secret, written, StringComparison.Ordinal));
    }

    private static byte[] Bytes(string file)
    {
        // With another handle than SQLite's own, which would lose its locks if File.ReadAllBytes took one of its own and closed it.
        var copy = file + ".copy";
        Assert.Equal(0, System.Diagnostics.Process.Start("cp", [file, copy]).WaitForExit(10_000) ? 0 : 1);
        return File.ReadAllBytes(copy);
    }

    private IngestionHost Host(Uri vhost, params (string, string)[] settings) => new(vhost, [("KPI_INGESTION_HOME", Path.Combine(home, "spool")), .. settings]);

    private static int Number(Contracts.V1.CanonicalEvent e) => int.Parse(e.Id, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task TakenAsync(IngestionHost host, IEnumerable<int> numbers)
    {
        using var answer = await host.PostAsync(Lines(numbers), "application/x-ndjson", request => request.Headers.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    /// <summary>Two sources, one ticket each, so that each has its partition.</summary>
    private static string Lines(IEnumerable<int> numbers) => string.Join('\n', numbers.Select(n =>
        $$"""{"specversion":"1.0","id":"{{n}}","source":"/z/{{n % 2}}","type":"helpdesk.ticket.pended","subject":"t","time":"2026-03-02T09:05:00Z"}"""));
}
