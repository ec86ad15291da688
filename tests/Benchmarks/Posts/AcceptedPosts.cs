using System.Diagnostics;
using KpiPlatform.Benchmarks.Running;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Platform.Bus;
using RabbitMQ.Client;

namespace KpiPlatform.Benchmarks.Posts;

/// <summary>Signed single-event posts answered 202 (the broker has confirmed) at 64 connections, beside the same endpoint sending one message per event.</summary>
internal static class AcceptedPosts
{
    private const int Connections = 64;
    private const int Rounds = 3;
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(3);

    public static async Task<Row> MeasureAsync(Bench bench)
    {
        var secret = await bench.SigningSecretAsync();
        await BusTopology.DeclareAsync(bench.RabbitMq, Bench.Partitions, CancellationToken.None);
        var together = await bench.StartAsync("Ingestion");
        var apart = await bench.StartAsync("Ingestion", "KPI_GROUP_COMMIT=off");
        var (shared, single) = (new List<double>(), new List<double>());
        // The first round warms both up and is not counted.
        for (var round = 0; round <= Rounds; round++)
        {
            shared.Add(await PhaseAsync(bench, together.Url.Port, secret));
            single.Add(await PhaseAsync(bench, apart.Url.Port, secret));
        }

        await Task.WhenAll(together.StopAsync(), apart.StopAsync());
        return Row.MoreIsBetter("accepted_posts", "posts/s", Stats.Median(shared[1..]), Stats.Median(single[1..]), aim: 3) with
        {
            About = "signed single events, 64 connections; beside: one message per event",
        };
    }

    private static async Task<double> PhaseAsync(Bench bench, int port, byte[] secret)
    {
        var requests = SignedPosts.Make(10_000, secret, port, TimeProvider.System.GetUtcNow());
        using var time = new CancellationTokenSource(Phase);
        var (next, since) = (-1, Stopwatch.StartNew());
        var accepted = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(() =>
            ConnectionAsync(port, () => requests[(uint)Interlocked.Increment(ref next) % requests.Length], time.Token))));
        var rate = accepted.Sum() / since.Elapsed.TotalSeconds;
        await PurgeAsync(bench.RabbitMq);
        return rate;
    }

    private static async Task<int> ConnectionAsync(int port, Func<byte[]> next, CancellationToken time)
    {
        using var connection = new Connection();
        await connection.OpenAsync(port);
        var accepted = 0;
        for (; !time.IsCancellationRequested; accepted++)
        {
            var status = await connection.SendAsync(next());
            if (status != 202) throw new InvalidOperationException($"A post of the bench was answered {status}, after {accepted} that were accepted.");
        }

        return accepted;
    }

    private static async Task PurgeAsync(Uri rabbit)
    {
        await using var connection = await new ConnectionFactory { Uri = rabbit }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        for (var partition = 0; partition < Bench.Partitions; partition++) await channel.QueuePurgeAsync(BusNames.Partition(partition));
    }
}
