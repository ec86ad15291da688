using System.Globalization;
using System.Text;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Sketches;
using KpiPlatform.Kpis.Time;
using KpiPlatform.Query.Asking;
using NodaTime;
using Npgsql;

namespace KpiPlatform.Query.Reading;

/// <summary>The part of a portion that only the facts have: added up in SQL by the same bins as cells.</summary>
internal sealed class FactReader(Question question, Snapshot snapshot, Portion portion, Catalogue catalogue)
{
    private static readonly string AddedUp = SqlFile.Read("facts");
    private static readonly string Rows = SqlFile.Read("fact_rows");

    /// <summary>
    /// By several dimensions and bins hardly two facts go together: they are added up here, where they are not sorted into as many groups first, and
    /// while the server still reads.
    /// </summary>
    private readonly bool oneByOne = question.GroupBy.Count > 1 && portion.Measures.Any(m => catalogue.Measure(m).Binning != Binning.None);
    private readonly Piece[] pieces = [.. portion.Pieces.Where(p => p.Grain is null)];

    /// <summary>Null when there is nothing to read.</summary>
    public NpgsqlBatchCommand? Command()
    {
        if (pieces.Length == 0 || portion.Measures.Count == 0) return null;
        var command = new NpgsqlBatchCommand();
        object[] values =
        [
            snapshot.Shards, snapshot.Workspace,
            portion.Buckets is { } buckets ? buckets.Starts.Select(Time).ToArray() : [Time(Instant.MinValue)],
            portion.Measures.ToArray(), Binned(Binning.Duration), DurationBins.LogGamma, Binned(Binning.Score), Measure.ScoreUnit, Binned(Binning.Class),
        ];
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        var groups = question.GroupBy.Select((d, i) => (Name: Name(i), Value: Value(d))).Prepend((Name: "bucket", Value: $"width_bucket(f.{Booked}, $3) - 1")).ToList();
        var (facts, range) = Ranges(command.Parameters);
        command.CommandText = (oneByOne ? Rows : AddedUp)
            .Replace("{groups}", string.Concat(groups.Select(g => g.Name + ", ")), StringComparison.Ordinal)
            .Replace("{columns}", string.Concat(groups.Select(g => $"{g.Value} as {g.Name}, ")), StringComparison.Ordinal)
            .Replace("{facts}", facts, StringComparison.Ordinal)
            .Replace("{range}", range, StringComparison.Ordinal)
            .Replace("{filters}", Conditions(command.Parameters), StringComparison.Ordinal);
        return command;
    }

    /// <returns>How many rows there were.</returns>
    public async Task<int> AddAsync(NpgsqlDataReader rows, Groups groups, CancellationToken ct)
    {
        // All of a portion's facts are added, or all are taken away.
        var (sign, dimensions, count) = (pieces[0].Sign, question.GroupBy.Count, 0);
        for (; await rows.ReadAsync(ct); count++)
        {
            var group = new string[dimensions];
            for (var i = 0; i < dimensions; i++) group[i] = rows.GetString(1 + i);
            var tallies = groups.Own(new(group), portion.Buckets is null ? 0 : rows.GetInt32(0));
            var at = 1 + dimensions;
            if (oneByOne) AddFact(tallies, sign, rows.GetFieldValue<int[]>(at), rows.GetFieldValue<long[]>(at + 1));
            else tallies.Add(rows.GetInt32(at), sign * rows.GetInt64(at + 2), sign * rows.GetInt64(at + 3), rows.IsDBNull(at + 1) ? null : rows.GetInt32(at + 1));
        }

        return count;
    }

    private void AddFact(Tallies tallies, int sign, int[] measures, long[] amounts)
    {
        for (var i = 0; i < measures.Length; i++)
        {
            if (portion.Measures.Contains(measures[i])) tallies.Add(measures[i], sign, sign * amounts[i], catalogue.Measure(measures[i]).BinOf(amounts[i]));
        }
    }

    private string Booked => question.Cohort == Cohort.Opened ? "opened_at" : "at";

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"group_{index}");

    /// <summary>
    /// One stretch is told in figures, so that the server knows how long it is and reads it with as many workers as that is worth. Of many, each is a
    /// range of the index; "offset 0" keeps the planner from turning that around.
    /// </summary>
    private (string Facts, string Range) Ranges(NpgsqlParameterCollection parameters)
    {
        if (pieces is [var one]) return ("facts f", $"and f.{Booked} >= {Literal(one.From)} and f.{Booked} < {Literal(one.To)}");
        parameters.Add(new() { Value = Array.ConvertAll(pieces, p => Time(p.From)) });
        parameters.Add(new() { Value = Array.ConvertAll(pieces, p => Time(p.To)) });
        var (from, to) = (parameters.Count - 1, parameters.Count);
        return (string.Create(CultureInfo.InvariantCulture, $"""
            unnest(${from}::timestamptz[], ${to}::timestamptz[]) p (from_time, to_time)
            cross join lateral (select * from facts where shard = any($1) and workspace = $2 and {Booked} >= p.from_time and {Booked} < p.to_time offset 0) f
            """), "");
    }

    private static string Literal(Instant at) =>
        at == Instant.MinValue ? "'-infinity'::timestamptz" : at == Instant.MaxValue ? "'infinity'::timestamptz" : string.Create(CultureInfo.InvariantCulture, $"'{at.ToDateTimeUtc():yyyy-MM-dd HH:mm:ss.ffffff}+00'::timestamptz");

    private static string Value(Dimension dimension) => $"coalesce(f.{Dimensions.NameOf(dimension)}, '')";

    private int[] Binned(Binning binning) => [.. catalogue.Measures.Where(m => m.Binning == binning && portion.Measures.Contains(m.Code)).Select(m => m.Code)];

    private string Conditions(NpgsqlParameterCollection parameters) =>
        portion.Facts switch { Which.InCells => " and not f.ahead", Which.Ahead => " and f.ahead", Which.StillThere => " and f.still_there", _ => "" }
        + (portion.Booked is { } booked ? $" and f.at >= {Literal(booked.From)} and f.at < {Literal(booked.To)}" : "") + Filters(question, parameters);

    /// <summary>The question's filters as conditions on a fact f.</summary>
    internal static string Filters(Question question, NpgsqlParameterCollection parameters)
    {
        var sql = new StringBuilder();
        foreach (var filter in question.Filters)
        {
            parameters.Add(new() { Value = filter.Values.ToArray() });
            sql.Append(CultureInfo.InvariantCulture, $" and {Value(filter.Dimension)} {(filter.Except ? "<> all" : "= any")}(${parameters.Count})");
        }

        return sql.ToString();
    }

    private static DateTime Time(Instant at) => at == Instant.MinValue ? DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc) : at.ToDateTimeUtc();
}
