using FsCheck.Fluent;
using KpiPlatform.Aggregator.Erasing;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis;
using KpiPlatform.Testing;

namespace KpiPlatform.Aggregator.Tests.Erasing;

/// <summary>A person is taken out of everything; the numbers don't know it.</summary>
public sealed class ErasureTests(ProjectionDatabase database) : IClassFixture<ProjectionDatabase>
{
    private const string Bobs = $"select count(*) from log where data ->> 'customer' = '{People.Bob}'";
    private static readonly Wanted Ann = new("acme", [People.Ann], Before: null);

    private Erasure Erasure => new(database.Source, Catalogue.Default, database.Clock);

    [Fact]
    public async Task However_often_it_crashes_an_erasure_leaves_every_number_and_no_trace()
    {
        var (seed, happened) = (50, 0);
        foreach (var set in Histories.Sets.Sample(40, 2).Select(People.In))
        {
            await database.EmptyAsync();
            await database.ProjectAsync(set);
            await database.ParkAsync(new Story($"page:{People.Ann}").Opened("09:00").Events[0]);
            var (numbers, bobs) = (await database.NumbersAsync(), await database.AskAsync<long>(Bobs));
            var crashes = new Crashes(seed++);

            await Crashes.UntilDoneAsync(async () =>
            {
                await database.VerifiedAsync();
                return await new Erasure(database.Source, Catalogue.Default, database.Clock, crashes.Maybe).RunAsync(Ann, CancellationToken.None);
            });

            Assert.Equal(0, await database.HoldsAsync(People.Ann));
            Assert.Equal(bobs, await database.AskAsync<long>(Bobs));
            Assert.Equal(numbers, await database.NumbersAsync());
            var digest = await database.VerifiedAsync();
            await database.Rebuild.RunAsync(progress: null, CancellationToken.None);
            Assert.Equal(digest, await database.VerifiedAsync());
            await database.ProjectAsync(set);
            Assert.Equal((0, numbers), (await database.HoldsAsync(People.Ann), await database.NumbersAsync()));
            happened += crashes.Happened;
        }

        Assert.True(happened > 4, $"only {happened} crashes: the test tried nothing");
    }

    [Fact]
    public async Task What_was_on_its_way_does_not_bring_the_person_back_and_what_is_new_is_counted()
    {
        await database.EmptyAsync();
        var thread = new Story($"page:{People.Ann}").Wrote("09:00", gapHours: 1).Wrote("09:10", Party.Agent).Wrote("09:20");
        var ticket = new Story("t1").Tell(EventTypes.TicketOpened, "09:00", new() { Channel = Channel.Email, Customer = People.Ann });
        await database.ProjectAsync([.. thread.Events.Take(2), .. ticket.Events]);
        Assert.Equal(new ErasureReport(3, 2, 0, 0, DryRun: false), await Erasure.RunAsync(Ann, CancellationToken.None));

        // A vendor tries again, an import tells of old days, the broker gives up on a message.
        await database.ProjectAsync([.. thread.Events, ticket.Tell(EventTypes.TicketObserved, "09:30", new() { Status = TicketStatus.Resolved, Customer = People.Ann }).Events[^1]]);
        await database.ParkAsync(thread.Events[2]);
        Assert.Equal(0, await database.HoldsAsync(People.Ann));
        Assert.Equal(1, await database.AskAsync<long>("select count(*) from log where subject = 't1' and type = 'helpdesk.ticket.observed'"));
        await database.VerifiedAsync();

        var later = database.Clock.Now.AddMinutes(1);
        await database.ProjectAsync(new Story($"page:{People.Ann}").Wrote("09:00", gapHours: 1).Events.Select(e => e with { Id = "new", Time = later, ReceivedAt = later }));
        Assert.Equal(1, await database.AskAsync<long>($"select count(*) from log where subject = 'page:{People.Ann}'"));
        await database.VerifiedAsync();
    }

    [Fact]
    public async Task Live_events_and_a_rebuild_go_on_beside_it()
    {
        await database.EmptyAsync();
        var sets = Histories.Sets.Sample(40, 20).Select((set, i) => People.In(set).Select(e => e with { Subject = e.Subject.StartsWith('t') ? $"{e.Subject}-{i}" : e.Subject, Id = $"{e.Id}-{i}" }).ToArray()).ToList();
        await database.ProjectAsync(sets.Take(10).SelectMany(s => s));
        var live = Task.Run(async () =>
        {
            foreach (var batch in sets.Skip(10)) await database.ProjectAsync(batch);
        });
        var rebuild = database.Rebuild.RunAsync(progress: null, CancellationToken.None);
        await Erasure.RunAsync(Ann, CancellationToken.None);
        await rebuild;
        await live;

        Assert.Equal(0, await database.HoldsAsync(People.Ann));
        await database.VerifiedAsync();
    }

    [Fact]
    public async Task A_backup_of_before_is_erased_once_more_by_the_mark_alone_and_what_came_since_stays()
    {
        await database.EmptyAsync();
        var story = new Story("t1").Tell(EventTypes.TicketOpened, "09:00", new() { Channel = Channel.Email, Customer = People.Ann });
        var since = database.Clock.Now.AddHours(1);
        await database.ProjectAsync([.. story.Events, .. new Story("t2").Tell(EventTypes.TicketOpened, "09:00", new() { Customer = People.Ann }).Events.Select(e => e with { Time = since, ReceivedAt = since })]);

        var report = await Erasure.AgainAsync(new("acme", Convert.ToHexStringLower(Ann.Marks[0]), database.Clock.Now, database.Clock.Now.AddDays(9)), CancellationToken.None);

        Assert.Equal((1, 1), (report.Events, report.Streams));
        Assert.Equal("t2", await database.AskAsync<string>($"select string_agg(subject, ',') from log where data ->> 'customer' = '{People.Ann}'"));
        await database.VerifiedAsync();
    }

    [Fact]
    public async Task A_dry_run_says_what_there_is_and_changes_nothing()
    {
        await database.EmptyAsync();
        await database.ProjectAsync(new Story($"page:{People.Ann}").Wrote("09:00", gapHours: 1).Wrote("09:10", Party.Agent).Events);
        await database.ParkAsync(new Story($"page:{People.Ann}").Opened("09:00").Events[0]);
        var digest = await database.VerifiedAsync();

        Assert.Equal(new ErasureReport(2, 1, 1, 0, DryRun: true), await Erasure.FindAsync(Ann, CancellationToken.None));

        Assert.Equal(digest, await database.VerifiedAsync());
        Assert.Equal(0, await database.AskAsync<long>("select count(*) from erasures"));
    }
}
