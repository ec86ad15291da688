using KpiPlatform.Testing;

namespace KpiPlatform.Aggregator.Tests.Rebuilding;

public sealed class VerifyTests(ProjectionDatabase database) : IClassFixture<ProjectionDatabase>
{
    [Fact]
    public async Task What_was_tampered_with_is_found_and_a_rebuild_mends_it_and_leaves_no_old_rows()
    {
        await database.ProjectAsync(new Story("tampered").Opened("09:00").Reply("09:30", "ann").Resolved("10:00", "ann").Events);
        await database.AskAsync<int>("with gone as (delete from cells where value = 'ann' returning 1) select count(*)::int from gone");
        await Assert.ThrowsAnyAsync<Exception>(database.VerifiedAsync);

        await database.Rebuild.RunAsync(progress: null, CancellationToken.None);

        await database.VerifiedAsync();
        Assert.Equal(0, await database.AskAsync<long>("select count(*) from timelines where shard not in (select shard from partitions)"));
    }
}
