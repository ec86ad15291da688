using System.Xml.Linq;
using KpiPlatform.Cli.Testing;

namespace KpiPlatform.Cli.Tests.Testing;

public sealed class TestCountsTests
{
    [Fact]
    public void The_sum_names_what_was_skipped_only_when_something_was()
    {
        Assert.Equal("5 passed, 1 failed", (new TestCounts(2, 1, 0) + new TestCounts(3, 0, 0)).ToString());
        Assert.Equal("5 passed, 0 failed, 2 skipped", new TestCounts(5, 0, 2).ToString());
    }

    [Fact]
    public void Counters_are_read_from_the_runners_file_and_an_aborted_test_is_a_failed_one()
    {
        var trx = XDocument.Parse("""
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><ResultSummary>
              <Counters total="10" executed="8" passed="5" failed="2" error="0" timeout="0" aborted="1" notExecuted="0" />
            </ResultSummary></TestRun>
            """);

        Assert.Equal(new TestCounts(5, 3, 2), TestCounts.OfTrx(trx));
    }
}
