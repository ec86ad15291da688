using System.Globalization;

namespace KpiPlatform.Cli.Importing;

/// <summary>One line on a terminal that shows how far something is; nothing at all where nobody watches.</summary>
internal sealed class ProgressLine(TextWriter output, bool isTerminal, TimeProvider time) : IDisposable
{
    private const int Width = 24;
    private readonly long _began = time.GetTimestamp();
    private long _last;
    private bool _drawn;

    public void Show(long done, long total, string what)
    {
        if (!isTerminal || (_drawn && done < total && time.GetElapsedTime(_last) < TimeSpan.FromMilliseconds(100))) return;
        (_last, _drawn) = (time.GetTimestamp(), true);
        var share = total > 0 ? Math.Min(1, (double)done / total) : 0;
        var full = (int)(share * Width);
        var perSecond = done / Math.Max(0.001, time.GetElapsedTime(_began).TotalSeconds);
        output.Write(string.Create(CultureInfo.InvariantCulture,
            $"\r[{new string('#', full)}{new string('.', Width - full)}] {share,4:P0}  {done:N0} of {total:N0} {what}, {perSecond:N0}/s   "));
    }

    public void Dispose()
    {
        if (_drawn) output.WriteLine();
    }
}
