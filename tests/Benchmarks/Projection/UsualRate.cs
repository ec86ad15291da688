using System.Diagnostics;
using KpiPlatform.Benchmarks.Running;
using KpiPlatform.Contracts.V1;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace KpiPlatform.Benchmarks.Projection;

/// <summary>Events a second of <see cref="UsualProjection"/>, on the same database server with the same durability.</summary>
internal static class UsualRate
{
    private const int WarmUp = 200;
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(15);

    /// <param name="events">At most so many are projected; fewer when they take longer than a quarter of a minute.</param>
    public static async Task<double> MeasureAsync(Bench bench, IEnumerable<CanonicalEvent> events)
    {
        var options = new DbContextOptionsBuilder<UsualContext>().UseNpgsql(bench.Postgres).Options;
        await using (var db = new UsualContext(options)) await db.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();
        var projection = new UsualProjection(options);
        using var next = events.GetEnumerator();
        for (var n = 0; n < WarmUp && next.MoveNext(); n++) await projection.ProjectAsync(next.Current);
        var (count, since) = (0, Stopwatch.StartNew());
        for (; next.MoveNext() && since.Elapsed < AtMost; count++) await projection.ProjectAsync(next.Current);
        return count / since.Elapsed.TotalSeconds;
    }
}
