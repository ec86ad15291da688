using KpiPlatform.Platform.Batching;

namespace KpiPlatform.Platform.Tests.Batching;

public sealed class CoalescerTests
{
    [Fact]
    public async Task What_arrives_while_a_batch_is_in_work_goes_together_in_the_next()
    {
        var gate = new TaskCompletionSource();
        var batches = new List<int[]>();
        await using var coalescer = new Coalescer<int>(new() { MaxWeight = 10, Capacity = 100 }, async (items, _) =>
        {
            batches.Add([.. items]);
            if (batches.Count == 1) await gate.Task;
        });
        var first = coalescer.SubmitAsync(1);
        while (coalescer.Waiting > 0) await Task.Yield();
        var others = new[] { 2, 3, 4 }.Select(item => coalescer.SubmitAsync(item)).ToArray();
        gate.SetResult();
        await Task.WhenAll([first, .. others]);
        Assert.Equal([[1], [2, 3, 4]], batches);
    }

    [Fact]
    public async Task A_batch_ends_before_the_item_that_would_make_it_too_heavy()
    {
        var gate = new TaskCompletionSource();
        var batches = new List<int[]>();
        await using var coalescer = new Coalescer<int>(new() { MaxWeight = 10, Capacity = 100, Weigh = item => item }, async (items, _) =>
        {
            await gate.Task;
            batches.Add([.. items]);
        });
        var all = new List<Task> { coalescer.SubmitAsync(1) };
        while (coalescer.Waiting > 0) await Task.Yield();
        all.AddRange(new[] { 4, 6, 3, 30, 2 }.Select(item => coalescer.SubmitAsync(item)));
        gate.SetResult();
        await Task.WhenAll(all);
        Assert.Equal([[1], [4, 6], [3], [30], [2]], batches);
    }

    [Fact]
    public async Task Who_finds_no_room_is_told_at_once_and_the_others_are_done()
    {
        var gate = new TaskCompletionSource();
        await using var coalescer = new Coalescer<int>(new() { MaxWeight = 1, Capacity = 2 }, (_, _) => gate.Task);
        var working = coalescer.SubmitAsync(0);
        while (coalescer.Waiting > 0) await Task.Yield();
        Task[] waiting = [coalescer.SubmitAsync(1), coalescer.SubmitAsync(2)];
        await Assert.ThrowsAsync<CoalescerFullException>(() => coalescer.SubmitAsync(3));
        gate.SetResult();
        await Task.WhenAll([working, .. waiting]);
    }

    [Fact]
    public async Task What_the_work_throws_reaches_everyone_of_its_batch_and_nobody_else()
    {
        await using var coalescer = new Coalescer<int>(new() { MaxWeight = 1, Capacity = 10 }, (items, _) => items[0] == 2 ? throw new InvalidOperationException("no") : Task.CompletedTask);
        Task[] all = [coalescer.SubmitAsync(1), coalescer.SubmitAsync(2), coalescer.SubmitAsync(3)];
        await Assert.ThrowsAsync<InvalidOperationException>(() => all[1]);
        await Task.WhenAll(all[0], all[2]);
    }

    [Fact]
    public async Task An_item_that_nobody_waits_for_any_more_is_not_worked_on_and_frees_its_room()
    {
        var gate = new TaskCompletionSource();
        var seen = new List<int>();
        await using var coalescer = new Coalescer<int>(new() { MaxWeight = 1, Capacity = 2 }, async (items, _) =>
        {
            seen.AddRange(items);
            await gate.Task;
        });
        var working = coalescer.SubmitAsync(0);
        while (coalescer.Waiting > 0) await Task.Yield();
        using var impatient = new CancellationTokenSource();
        var given = coalescer.SubmitAsync(1, impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        var last = coalescer.SubmitAsync(2);
        gate.SetResult();
        await Task.WhenAll(working, last);
        Assert.Equal([0, 2], seen);
    }

    [Fact]
    public async Task Ten_thousand_items_from_many_sides_are_each_done_once()
    {
        var done = new int[10_000];
        await using (var coalescer = new Coalescer<int>(new() { MaxWeight = 50, Capacity = 20_000, Concurrency = 4 }, async (items, _) =>
        {
            await Task.Yield();
            foreach (var item in items) Interlocked.Increment(ref done[item]);
        }))
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, done.Length), async (item, token) => await coalescer.SubmitAsync(item, token));
        }

        Assert.All(done, count => Assert.Equal(1, count));
    }
}
