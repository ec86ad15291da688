using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Time;
using NodaTime;

namespace KpiPlatform.Kpis.Tests.Time;

public sealed class CoverTests
{
    private static readonly Instant Epoch = Instant.FromUtc(2026, 3, 1, 0, 0);

    [Fact]
    public void A_cover_is_the_stretch_itself_without_gap_or_overlap()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var (from, to) = Stretch(new Random(seed));
            var at = from;
            foreach (var piece in Cover.Between(from, to).OrderBy(p => p.From))
            {
                Assert.Equal(at, piece.From);
                Assert.True(piece.To > piece.From && piece.Sign == 1, $"seed {seed}");
                at = piece.To;
            }

            Assert.Equal(to, at);
        }
    }

    [Fact]
    public void Pieces_of_a_grain_are_whole_buckets_and_facts_are_read_where_no_half_hour_fits()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var (from, to) = Stretch(new Random(seed));
            var pieces = Cover.Between(from, to);
            foreach (var piece in pieces)
            {
                if (piece.Grain is { } grain)
                    Assert.All([piece.From, piece.To], end => Assert.Equal(end.ToDateTimeOffset(), grain.BucketOf(end.ToDateTimeOffset())));
                else
                    Assert.True(Grain.HalfHour.BucketOf((piece.From + Duration.FromTicks(TimeSpan.TicksPerMinute * 30 - 1)).ToDateTimeOffset()).AddMinutes(30) > piece.To.ToDateTimeOffset(), $"seed {seed}: {piece}");
            }

            Assert.True(pieces.Count(p => p.Grain is null) <= 2 && pieces.Count(p => p.Grain == Grain.Day) <= 1, $"seed {seed}");
        }
    }

    [Fact]
    public void Everything_before_an_instant_counts_what_is_before_once_and_what_is_after_not_at_all()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var (first, last) = (Epoch, Epoch + Duration.FromDays(random.Next(1, 60)));
            var to = Epoch + Duration.FromMinutes(random.Next(-2000, 90_000));
            var pieces = Cover.Until(to, first, last);
            for (var probe = 0; probe < 20; probe++)
            {
                var at = first + Duration.FromTicks((last - first).TotalTicks * random.NextDouble());
                Assert.Equal(at < to ? 1 : 0, pieces.Where(p => p.From <= at && at < p.To).Sum(p => p.Sign));
            }
        }
    }

    [Fact]
    public void Everything_until_now_is_one_bucket_and_everything_until_the_second_day_is_one_day()
    {
        var (first, last) = (Epoch, Epoch + Duration.FromDays(400));
        Assert.Equal([Grain.Ever], Cover.Until(last, first, last).Select(p => p.Grain!.Value));
        Assert.Equal([new Piece(Grain.Day, first, first + Duration.FromDays(1))], Cover.Until(first + Duration.FromDays(1), first, last));
    }

    [Fact]
    public void Adjoining_pieces_of_one_grain_become_one()
    {
        var days = Enumerable.Range(0, 28).SelectMany(i => Cover.Between(Epoch + Duration.FromDays(i), Epoch + Duration.FromDays(i + 1)));
        Assert.Equal([new Piece(Grain.Day, Epoch, Epoch + Duration.FromDays(28))], Cover.Joined(days));
    }

    private static (Instant From, Instant To) Stretch(Random random)
    {
        var from = Epoch + Duration.FromSeconds(random.Next(0, 4_000_000)) + Duration.FromTicks(random.Next(0, 3) * 10L);
        var length = random.Next(4) switch
        {
            0 => Duration.FromTicks(random.Next(1, 1000) * 10L),
            1 => Duration.FromMinutes(random.Next(1, 60)),
            2 => Duration.FromSeconds(random.Next(1, 200_000)),
            _ => Duration.FromMinutes(15L * random.Next(1, 4000)),
        };
        if (random.Next(3) == 0) from = Instant.FromUnixTimeSeconds(from.ToUnixTimeSeconds() / 900 * 900);
        return (from, from + length);
    }
}
