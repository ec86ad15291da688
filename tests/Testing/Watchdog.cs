using System.Diagnostics;
using System.Globalization;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Testing;

/// <summary>
/// Ends what a test process started and removes its folder once that process is gone, however it went: a shell in a session of its own
/// reads from us, and reaches the end of its input even when we are killed with SIGKILL.
/// </summary>
internal static class Watchdog
{
    // A number is only signalled while /proc still gives it the start it had; where there is no /proc the number alone must do.
    private const string Script = """
        started() { [ -r "/proc/$1/stat" ] || { [ ! -d /proc/self ] && echo "$2"; return; }; set -- $(sed 's/.*) //' "/proc/$1/stat"); echo "${20}"; }
        each() { for one in $processes; do p=${one%:*}; s=${one#*:}; [ "$(started "$p" "$s")" = "$s" ] && kill -"$1" "$p" 2>/dev/null; done; }
        processes=; folder=
        while read -r kind value; do
          case $kind in process) processes="$value $processes" ;; folder) folder=$value ;; esac
        done
        each QUIT; sleep 2; each KILL; sleep 0.2
        [ -z "$folder" ] || [ -n "$KPI_TEST_KEEP" ] || rm -rf "$folder"
        """;

    private static readonly Lazy<StreamWriter> Input = new(Start);

    public static void Remove(string folder) => Tell($"folder {folder}");

    public static void End(ProcessIdentity process) => Tell(string.Create(CultureInfo.InvariantCulture, $"process {process.Pid}:{process.Started}"));

    private static void Tell(string line)
    {
        lock (Input)
        {
            Input.Value.WriteLine(line);
            Input.Value.Flush();
        }
    }

    private static StreamWriter Start()
    {
        string[] words = Shell.Which("setsid") is { } setsid ? [setsid, "/bin/sh", "-c", Script] : ["/bin/sh", "-c", Script];
        // Output to nowhere: a runner waits for the end of ours, and must not wait for the watchdog.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true, WorkingDirectory = "/" };
        foreach (var word in (string[])["-c", """exec "$@" >/dev/null 2>&1""", "sh", .. words])
            start.ArgumentList.Add(word);
        return Process.Start(start)!.StandardInput;
    }
}
