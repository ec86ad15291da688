using System.Buffers;

namespace KpiPlatform.Kpis.Cells;

/// <summary>The tallies of one cell by measure, and as the bytes they are stored as: the same tallies are always the same bytes.</summary>
public sealed class Tallies
{
    private const byte Version = 1;
    private static readonly Tally None = new();
    private readonly Dictionary<int, Tally> byMeasure = new(capacity: 16);

    public bool IsEmpty => Held() == 0;

    /// <summary>The tally of a measure by its code; an empty one when nothing was ever booked.</summary>
    public Tally this[int measure] => byMeasure.GetValueOrDefault(measure, None);

    /// <summary>The tally of a measure; of one that is put together, the sum of its terms.</summary>
    public Tally this[Measure measure]
    {
        get
        {
            if (measure.Terms.Count == 0) return this[measure.Code];
            var sum = new Tally();
            foreach (var (term, sign) in measure.Terms) sum.Add(this[term.Code], sign);
            return sum;
        }
    }

    /// <summary>True when something was booked on any of these measures.</summary>
    public bool HasAny(IReadOnlySet<int> measures) => byMeasure.Keys.Any(measures.Contains);

    public void Add(int measure, long n, long sum, int? bin) => Own(measure).Add(n, sum, bin);

    /// <param name="only">The measures to add, all when null.</param>
    public void Add(Tallies other, IReadOnlySet<int>? only = null)
    {
        foreach (var (measure, tally) in other.byMeasure)
        {
            if (only is null || only.Contains(measure)) Own(measure).Add(tally);
        }
    }

    public byte[] Encode() => Encode(new ArrayBufferWriter<byte>(256));

    /// <summary>The same with a buffer lent by who encodes many.</summary>
    public byte[] Encode(ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        var w = new ByteWriter(buffer);
        w.Byte(Version);
        w.Number(Held());
        foreach (var measure in InOrder())
        {
            var tally = byMeasure[measure];
            if (tally.IsEmpty) continue;
            w.Number((uint)measure);
            w.Signed(tally.N);
            w.Signed(tally.Sum);
            w.Number(tally.Bins.Count);
            var before = 0;
            foreach (var (bin, held) in tally.Bins)
            {
                w.Signed(bin - before);
                w.Signed(held.Count);
                w.Signed(held.Sum);
                before = bin;
            }
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Adds what stored bytes say: reading a cell and merging it are one step.</summary>
    /// <param name="only">The measures to read, all when null; the others are passed over.</param>
    /// <param name="sign">−1 takes it away instead.</param>
    /// <exception cref="InvalidDataException">The bytes are of another version, or are no tallies.</exception>
    public void AddEncoded(ReadOnlySpan<byte> bytes, IReadOnlySet<int>? only = null, int sign = 1)
    {
        var r = new ByteReader(bytes);
        var version = r.Byte();
        if (version != Version) throw new InvalidDataException($"A cell of version {version}: this program reads {Version}. Run a rebuild.");
        for (var left = r.Count(); left > 0; left--)
        {
            var measure = (int)(uint)r.Number();
            var tally = only is null || only.Contains(measure) ? Own(measure) : null;
            var (n, sum) = (r.Signed(), r.Signed());
            tally?.Add(sign * n, sign * sum, bin: null);
            var bin = 0;
            for (var bins = r.Count(); bins > 0; bins--)
            {
                bin += (int)r.Signed();
                var (count, binSum) = (r.Signed(), r.Signed());
                tally?.AddBin(bin, sign * count, sign * binSum);
            }
        }
    }

    /// <summary>How many measures hold anything.</summary>
    private int Held()
    {
        var held = 0;
        foreach (var tally in byMeasure.Values)
        {
            if (!tally.IsEmpty) held++;
        }

        return held;
    }

    private int[] InOrder()
    {
        var measures = new int[byMeasure.Count];
        byMeasure.Keys.CopyTo(measures, 0);
        Array.Sort(measures);
        return measures;
    }

    private Tally Own(int measure)
    {
        if (!byMeasure.TryGetValue(measure, out var tally)) byMeasure.Add(measure, tally = new Tally());
        return tally;
    }
}
