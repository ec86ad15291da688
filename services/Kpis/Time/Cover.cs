using KpiPlatform.Kpis.Cells;
using NodaTime;

namespace KpiPlatform.Kpis.Time;

/// <summary>A stretch of time to add up, or with sign −1 to take away, from whole buckets of a grain or, without one, from the facts.</summary>
public sealed record Piece(Grain? Grain, Instant From, Instant To, int Sign = 1);

/// <summary>How a stretch of time is put together: exactly, without overlap, from the largest buckets that fit, and from facts where none does.</summary>
public static class Cover
{
    /// <summary>The grains that have a length, finest first.</summary>
    private static readonly Grain[] Bounded = [.. Grains.All.Where(g => g != Grain.Ever)];

    public static IReadOnlyList<Piece> Between(Instant from, Instant to)
    {
        var pieces = new List<Piece>(7);
        Fill(pieces, from, to, Bounded.Length - 1);
        return pieces;
    }

    /// <summary>
    /// Everything before an instant: all there ever was less what is at or after it, or all from the first on, whichever is less to read.
    /// </summary>
    /// <param name="first">Nothing is before this.</param>
    /// <param name="last">Nothing is at or after this.</param>
    public static IReadOnlyList<Piece> Until(Instant to, Instant first, Instant last)
    {
        if (to <= first) return [];
        var before = Between(first, to);
        IReadOnlyList<Piece> after = [
            new Piece(Grain.Ever, Instant.MinValue, Instant.MaxValue),
            .. (to < last ? Between(to, last) : []).Select(p => p with { Sign = -1 })];
        return after.Sum(Rows) < before.Sum(Rows) ? after : before;
    }

    /// <summary>Pieces of one grain that adjoin become one: fewer ranges to look up, the same buckets.</summary>
    public static IReadOnlyList<Piece> Joined(IEnumerable<Piece> pieces)
    {
        var joined = new List<Piece>();
        foreach (var piece in pieces.OrderBy(p => p.Grain).ThenBy(p => p.Sign).ThenBy(p => p.From))
        {
            if (joined is [.., var last] && last.Grain == piece.Grain && last.Sign == piece.Sign && last.To == piece.From)
                joined[^1] = last with { To = piece.To };
            else
                joined.Add(piece);
        }

        return joined;
    }

    private static void Fill(List<Piece> pieces, Instant from, Instant to, int grain)
    {
        if (from >= to) return;
        if (grain < 0)
        {
            pieces.Add(new Piece(null, from, to));
            return;
        }

        var length = Bounded[grain].Length().Ticks;
        var (first, end) = (Floor(from.PlusTicks(length - 1), length), Floor(to, length));
        if (first >= end)
        {
            Fill(pieces, from, to, grain - 1);
            return;
        }

        Fill(pieces, from, first, grain - 1);
        pieces.Add(new Piece(Bounded[grain], first, end));
        Fill(pieces, end, to, grain - 1);
    }

    private static Instant Floor(Instant at, long length)
    {
        var ticks = at.ToUnixTimeTicks();
        return Instant.FromUnixTimeTicks(ticks - (((ticks % length) + length) % length));
    }

    private static double Rows(Piece piece) =>
        piece.Grain is null or Grain.Ever ? 1 : (piece.To - piece.From).BclCompatibleTicks / (double)piece.Grain.Value.Length().Ticks;
}
