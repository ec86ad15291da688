using KpiPlatform.Cli.Backups;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Doctoring;

/// <summary>Everything that has to be right, looked at one by one; nothing is changed.</summary>
internal sealed class Examination(Home home, Discovery found)
{
    private const long LeastFree = 1L << 30;

    public async Task<IReadOnlyList<Finding>> RunAsync(DateTimeOffset now)
    {
        var state = RunState.Load(home);
        var (sources, servers) = (SourceCheck.RunAsync(home), ServerInspection.RunAsync(state?.Installation ?? Given));
        return
        [
            Programs("PostgreSQL", StackServers.GivenPostgres is null, found.Postgres(), "postgresql"),
            Programs("RabbitMQ", StackServers.GivenRabbitMq is null, found.RabbitMq(), "rabbitmq-server"),
            Folder(),
            .. Secrets(),
            .. KeyFindings.Of(home, now),
            .. await sources,
            .. Disks(),
            .. StackServers.GivenPostgres is null ? BackupFindings.Of(BackupFolder.Given is { } folder ? new(folder) : null, now) : [],
            .. await Running(state, now),
            .. await servers,
        ];
    }

    /// <summary>Servers of somebody's can be looked at with nothing up here.</summary>
    private Installation? Given => StackServers.GivenPostgres is { } postgres && StackServers.GivenRabbitMq is { } rabbit ? new(postgres, rabbit, home.KeysFile) : null;

    private static Finding Programs(string server, bool wanted, string? folder, string package) => !wanted
        ? new($"{server} programs", true, "a server of yours is set")
        : folder is not null ? new($"{server} programs", true, folder)
        : new($"{server} programs", false, "not on PATH, in Debian's or in Homebrew's places",
            $"./kpi up installs it on Debian and Ubuntu; else install {package}, or set KPI_{(package == "postgresql" ? "POSTGRES" : "RABBITMQ")}");

    private Finding Folder()
    {
        if (!Directory.Exists(home.Folder))
            return new("KPI_HOME", true, $"{home.Folder} (not there yet; ./kpi up makes it)");
        var probe = Path.Combine(home.Folder, $".probe-{Environment.ProcessId}");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
            var book = ServerBook.Load(home.Folder);
            return new("KPI_HOME", true, home.Folder + (book.DataFolder is { } data ? $", the servers' data in {data}" : ""));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return new("KPI_HOME", false, $"{home.Folder}: {e.Message}", "set KPI_HOME to a folder of yours, or give this one to you (chown)");
        }
    }

    private IEnumerable<Finding> Secrets() => new[] { home.KeysFile, home.SourcesFile, home.OwnKeys, home.State, Path.Combine(home.Folder, "servers.json") }
        .Where(File.Exists)
        .Select(file => (File.GetUnixFileMode(file) & ~PrivateFile.OwnerOnly) == UnixFileMode.None
            ? new Finding(Path.GetFileName(file), true, "only its owner can read it")
            : new Finding(Path.GetFileName(file), false, "others can read or change it", $"chmod 600 '{file}'"));

    /// <summary>Where the services' files are, and the servers' data when that is elsewhere.</summary>
    private IEnumerable<Finding> Disks()
    {
        var at = Directory.Exists(home.Folder) ? home.Folder : Checkout.Root;
        return new[] { at, Directory.Exists(home.Folder) ? ServerBook.Load(home.Folder).DataFolder : null }.OfType<string>().Where(Directory.Exists).Select(Disk);
    }

    private static Finding Disk(string folder)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        return free >= LeastFree
            ? new("disk", true, $"{free >> 30} GB free for {folder}")
            : new("disk", false, $"{free >> 20} MB free for {folder}; RabbitMQ takes nothing more below 512 MB, ingestion's spool below 256", "make room, or move KPI_HOME", "disk-full");
    }

    private async Task<IEnumerable<Finding>> Running(RunState? state, DateTimeOffset now)
    {
        if (state is null)
            return [new("supervisor", true, "nothing is up"), .. Port("KPI_PORT_INGEST", 8081), .. Port("KPI_PORT_QUERY", 8080)];
        var reports = await Report.OfAsync(state, now);
        return reports.Select(ServiceFindings.Of).Prepend(Supervisor(state));
    }

    private Finding Supervisor(RunState state) => state switch
    {
        { Failure: { } failure } => new("supervisor", false, $"the last start failed: {failure}", $"mend that, then ./kpi up; see {home.Log("supervisor")}"),
        { Supervisor.IsAlive: false } => new("supervisor", false, "it was killed; nothing restarts what dies", "./kpi up ends what is left and starts again"),
        _ => new("supervisor", true, $"pid {state.Supervisor.Pid}, {state.Step}"),
    };

    private static IEnumerable<Finding> Port(string variable, int usual)
    {
        var text = Environment.GetEnvironmentVariable(variable);
        var port = int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var asked) ? asked : usual;
        yield return port == 0 || Ports.IsFree(port)
            ? new($"port {port}", true, "free")
            : new($"port {port}", false, "taken by another program", $"choose another: {variable}=<port>, or 0 for any free one");
    }
}
