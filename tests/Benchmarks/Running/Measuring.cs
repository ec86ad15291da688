using KpiPlatform.Benchmarks.Desk;
using KpiPlatform.Benchmarks.Posts;
using KpiPlatform.Benchmarks.Projection;
using KpiPlatform.Benchmarks.Queries;

namespace KpiPlatform.Benchmarks.Running;

/// <summary>The measurements, one after the other on the same servers.</summary>
internal static class Measuring
{
    public static async Task<List<Row>> RunAsync(Wishes wishes)
    {
        await using var bench = await Bench.StartAsync();
        await Table.PrintSettingsAsync(bench);
        var rows = new List<Row>();
        var now = TimeProvider.System.GetUtcNow();
        var events = DeskEvents.Between(now.AddDays(-28), now);

        if (wishes.Wants("accepted_posts"))
        {
            Table.Say("Posting …");
            rows.Add(await AcceptedPosts.MeasureAsync(bench));
        }

        if (wishes.Wants("projection") || wishes.Wants("summary_p95") || wishes.Wants("breakdown_p95"))
        {
            Table.Say($"Filling the queues with {wishes.Events:N0} events …");
            var distinct = await FullQueues.FillAsync(bench.RabbitMq, events.Take(wishes.Events));
            Table.Say("Projecting …");
            var written = await Footprint.WrittenAsync(bench);
            var (rate, projected) = await ProjectionRate.MeasureAsync(bench, distinct);
            await Footprint.SayAsync(bench, projected, written);
            if (wishes.Wants("projection"))
            {
                rows.Add(Row.MoreIsBetter("projection", "events/s", rate, await UsualRate.MeasureAsync(bench, events.Take(1700)), aim: 80) with
                {
                    About = Table.Words($"{projected:N0} events from full queues; beside: one after the other with EF Core"),
                });
            }

            if (wishes.Wants("summary_p95") || wishes.Wants("breakdown_p95"))
            {
                Table.Say("Asking …");
                rows.AddRange(await QueryTimes.MeasureAsync(bench, now, projected, wishes.Wants));
            }
        }
        return rows;
    }
}
