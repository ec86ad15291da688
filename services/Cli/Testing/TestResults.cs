using System.Globalization;
using System.Xml.Linq;

namespace KpiPlatform.Cli.Testing;

internal sealed record TestCounts(int Passed, int Failed, int Skipped)
{
    public static TestCounts None { get; } = new(0, 0, 0);

    public static TestCounts operator +(TestCounts a, TestCounts b) => new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Passed} passed, {Failed} failed{(Skipped > 0 ? $", {Skipped} skipped" : "")}");

    /// <summary>The counters of a .trx file; what was neither passed nor failed was skipped.</summary>
    public static TestCounts OfTrx(XDocument trx)
    {
        var counters = trx.Descendants().First(e => e.Name.LocalName == "Counters");
        var (total, passed, failed) = (Number("total"), Number("passed"), Number("failed") + Number("error") + Number("timeout") + Number("aborted"));
        return new(passed, failed, total - passed - failed);

        int Number(string name) => int.Parse(counters.Attribute(name)?.Value ?? "0", CultureInfo.InvariantCulture);
    }
}
