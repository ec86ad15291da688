using System.Globalization;
using System.Text;
using KpiPlatform.Kpis;
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
    private static readonly string Template = SqlFile.Read("facts");
    private readonly Piece[] pieces = [.. portion.Pieces.Where(p => p.Grain is null)];

    /// <summary>Null when there is nothing to read.</summary>
    public NpgsqlBatchCommand? Command()
    {
        if (pieces.Length == 0 || portion.Measures.Count == 0) return null;
        var command = new NpgsqlBatchCommand();
        object[] values =
        [
            snapshot.Shards, snapshot.Workspace,
            Array.ConvertAll(pieces, p => Time(p.From)), Array.ConvertAll(pieces, p => Time(p.To)),
            portion.Buckets is { } buckets ? buckets.Starts.Select(Time).ToArray() : [Time(Instant.MinValue)],
            portion.Measures.ToArray(), Binned(Binning.Duration), DurationBins.LogGamma, Binned(Binning.Score), Measure.ScoreUnit,
        ];
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        command.CommandText = Template
            .Replace("{instant}", question.Cohort == Cohort.Opened ? "opened_at" : "at", StringComparison.Ordinal)
            .Replace("{first}", GroupAt(0), StringComparison.Ordinal)
            .Replace("{second}", GroupAt(1), StringComparison.Ordinal)
            .Replace("{filters}", Filters(command.Parameters), StringComparison.Ordinal);
        return command;
    }

    public async Task AddAsync(NpgsqlDataReader rows, Groups groups, CancellationToken ct)
    {
        // All of a portion's facts are added, or all are taken away.
        var sign = pieces[0].Sign;
        while (await rows.ReadAsync(ct))
        {
            var tallies = groups.Own(new(rows.GetString(1), rows.GetString(2)), portion.Buckets is null ? 0 : rows.GetInt32(0));
            tallies.Add(rows.GetInt32(3), sign * rows.GetInt64(5), sign * rows.GetInt64(6), rows.IsDBNull(4) ? null : rows.GetInt32(4));
        }
    }

    private string GroupAt(int index) => index < question.GroupBy.Count ? Value(question.GroupBy[index]) : "''";

    private static string Value(Dimension dimension) => $"coalesce(f.{Dimensions.NameOf(dimension)}, '')";

    private int[] Binned(Binning binning) => [.. catalogue.Measures.Where(m => m.Binning == binning && portion.Measures.Contains(m.Code)).Select(m => m.Code)];

    private string Filters(NpgsqlParameterCollection parameters)
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
