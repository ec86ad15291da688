using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

/// <summary>KPI_HOME: the folder of one installation. Several can run side by side.</summary>
internal sealed record Home(string Folder)
{
    public string Logs => Path.Combine(Folder, "logs");

    public string KeysFile => Path.Combine(Folder, "keys.json");

    /// <summary>Which vendors may send; ./kpi sources writes it.</summary>
    public string SourcesFile => Path.Combine(Folder, "sources.json");

    /// <summary>What ingestion keeps on disk.</summary>
    public string Ingestion => Path.Combine(Folder, "ingestion");

    /// <summary>The admin keys that `up` made, one a workspace, so that it can show them again.</summary>
    public string OwnKeys => Path.Combine(Folder, "own-keys.json");

    public string State => Path.Combine(Folder, "state.json");

    public string Lock => Path.Combine(Folder, "supervisor.lock");

    /// <summary>While this file is there, the supervisor keeps the demo desk alive.</summary>
    public string DemoWanted => Path.Combine(Folder, "demo.wanted");

    public static Home Current => new(Path.GetFullPath(Environment.GetEnvironmentVariable("KPI_HOME") is { Length: > 0 } home ? home : Path.Combine(Checkout.Root, ".kpi")));

    public string Log(string process) => Path.Combine(Logs, process + ".log");

    /// <summary>Creates the folder. Others may pass through (the servers' accounts must), but not look.</summary>
    public Home Prepare()
    {
        try
        {
            if (!Directory.Exists(Folder))
                Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            Directory.CreateDirectory(Logs, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return this;
        }
        catch (UnauthorizedAccessException)
        {
            throw new CommandException($"{Folder} cannot be written by {Environment.UserName}. Set KPI_HOME to a folder of yours, or run as the user it belongs to.");
        }
    }
}
