using KpiPlatform.Ingestion.Publishing;
using KpiPlatform.Platform.Hosting;
using Microsoft.Data.Sqlite;

namespace KpiPlatform.Ingestion.Tests.Publishing;

public sealed class SpoolFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("kpi-spool-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Each_partition_comes_back_in_its_order_in_bites_of_at_most_what_was_asked_and_at_least_one_row()
    {
        using var file = Open();
        file.Append([Entry(0, 3, "a"), Entry(1, 1, "b"), Entry(0, 3, "c"), Entry(0, 3, "d")], Now);
        Assert.Equal(["a", "c"], Bodies(file.Read(0, mostEvents: 6, mostBytes: 100)));
        Assert.Equal(["a"], Bodies(file.Read(0, mostEvents: 1, mostBytes: 100)));
        Assert.Equal(["a"], Bodies(file.Read(0, mostEvents: 100, mostBytes: 1)));
        Assert.Empty(file.Read(2, 100, 100));
        file.Remove(0, file.Read(0, 6, 100)[^1].Id);
        Assert.Equal(["d"], Bodies(file.Read(0, 100, 100)));
        Assert.Equal(["b"], Bodies(file.Read(1, 100, 100)));
        Assert.Equal([new SpoolPart(0, 3, 1), new SpoolPart(1, 1, 1)], file.Parts());
    }

    [Fact]
    public void What_was_appended_is_there_after_opening_it_again_and_takes_no_disk_once_it_was_removed()
    {
        using (var file = Open()) file.Append([Entry(3, 1, new string('x', 2_000_000))], Now);
        using (var again = Open())
        {
            Assert.Equal(Now, again.Oldest());
            again.Remove(3, Assert.Single(again.Read(3, 1, 1)).Id);
            Assert.Null(again.Oldest());
            again.Shrink();
        }

        Assert.InRange(Directory.GetFiles(folder).Sum(path => new FileInfo(path).Length), 0, 100_000);
    }

    [Fact]
    public void A_disk_that_takes_no_more_fails_the_whole_transaction_and_leaves_what_was_there()
    {
        using var file = Open(mostBytes: 1024 * 1024);
        file.Append([Entry(0, 1, "first")], Now);
        Assert.Throws<SqliteException>(() => file.Append([Entry(0, 1, "second"), Entry(0, 1, new string('x', 3_000_000))], Now));
        Assert.Equal(["first"], Bodies(file.Read(0, 100, 100)));
        file.Append([Entry(0, 1, "third")], Now);
        Assert.Equal(["first", "third"], Bodies(file.Read(0, 100, 100)));
    }

    [Fact]
    public void The_number_of_partitions_may_change_only_while_nothing_is_sorted_into_them()
    {
        using (var file = Open()) Assert.Null(file.Oldest());
        using (var file = Open(partitions: 8)) file.Append([Entry(7, 1, "a")], Now);
        Assert.Contains("KPI_PARTITIONS must stay 8", Assert.Throws<SettingsException>(() => Open()).Message, StringComparison.Ordinal);
        using (var file = Open(partitions: 8)) Assert.NotNull(file.Oldest());
    }

    [Fact]
    public void Two_never_share_a_folder()
    {
        using var first = new SpoolFolder(folder);
        Assert.StartsWith("Another ingestion uses the folder of KPI_INGESTION_HOME", Assert.Throws<SettingsException>(() => new SpoolFolder(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_spool_ends_the_start_with_a_sentence()
    {
        File.WriteAllText(Path.Combine(folder, "spool.db"), new string('?', 10_000));
        Assert.Contains("KPI_INGESTION_HOME cannot be used for the spool", Assert.Throws<SettingsException>(() => Open()).Message, StringComparison.Ordinal);
    }

    private SpoolFile Open(int partitions = 4, long mostBytes = 16 * 1024 * 1024) => new(new SpoolSettings(folder) { Partitions = partitions, MostBytes = mostBytes });

    private static SpoolEntry Entry(int partition, int events, string body) => new(partition, events, System.Text.Encoding.UTF8.GetBytes(body));

    private static IEnumerable<string> Bodies(IEnumerable<SpoolRow> rows) => rows.Select(row => System.Text.Encoding.UTF8.GetString(row.Body));
}
