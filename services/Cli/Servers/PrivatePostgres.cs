using System.Diagnostics;
using System.Globalization;

namespace KpiPlatform.Cli.Servers;

/// <summary>A PostgreSQL of our own: loopback only, no socket file, password from the book, durable.</summary>
internal sealed class PrivatePostgres(string programs, ServerPlace place, ServerBook book)
{
    public const string User = "kpi";
    private readonly string _data = Path.Combine(place.Folder, "data");

    public ProcessIdentity? Process { get; private set; }

    public string ConnectionString(string database = "kpi") => string.Create(CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={book.PostgresPort};Username={User};Password={book.PostgresPassword};Database={database}");

    /// <summary>Folder for the write-ahead log, file by file, at least every minute (KPI_BACKUP); null: none is kept.</summary>
    public string? Archive { get; init; }

    public Task StartAsync(CancellationToken cancellation = default) => StartAsync([], TimeSpan.FromMinutes(5), cancellation);

    /// <param name="settings">For this run only, <c>name=value</c>.</param>
    /// <param name="patience">A recovery takes its time.</param>
    public async Task StartAsync(IReadOnlyList<string> settings, TimeSpan patience, CancellationToken cancellation)
    {
        var isNew = !Directory.Exists(_data);
        if (isNew)
            await InitialiseAsync(cancellation);
        book.PostgresPort = Process is null ? Ports.Keep(book.PostgresPort) : await Ports.AgainAsync(book.PostgresPort!.Value, cancellation);
        await File.WriteAllTextAsync(Path.Combine(_data, "kpi.conf"), PostgresSettings.For(book.PostgresPort.Value, Archive), cancellation);
        LogFile.Rotate(place.Log);
        Process = Launcher.Start(new(place.Log, [Program("postgres"), "-D", _data, .. settings.SelectMany(s => new[] { "-c", s })]) { Account = place.Account, Environment = { ["LC_ALL"] = "C" } });
        await ReadyAsync(patience, cancellation);
        if (isNew)
            await CreateDatabaseAsync(cancellation);
    }

    public Task StopAsync() => Process?.StopAsync(Native.SigInt, TimeSpan.FromSeconds(30)) ?? Task.CompletedTask;

    private string Program(string name) => Path.Combine(programs, name);

    // Into a folder beside, renamed when complete: an initdb that was interrupted leaves nothing that looks like a database.
    private async Task InitialiseAsync(CancellationToken cancellation)
    {
        var (half, password) = (_data + ".new", Path.Combine(place.Folder, "password"));
        if (Directory.Exists(half))
            Directory.Delete(half, recursive: true);
        PrivateFile.Write(password, book.PostgresPassword + "\n");
        if (place.Account is { } account)
            await account.OwnAsync(place.Folder);
        await MustAsync([Program("initdb"), "-D", half, "-U", User, "-A", "scram-sha-256", $"--pwfile={password}", "-E", "UTF8", "--locale=C"], place.Account, cancellation);
        File.Delete(password);
        await File.AppendAllTextAsync(Path.Combine(half, "postgresql.conf"), "\ninclude_if_exists = 'kpi.conf'\n", cancellation);
        Directory.Move(half, _data);
    }

    private async Task ReadyAsync(TimeSpan patience, CancellationToken cancellation)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < patience; await Task.Delay(50, cancellation))
        {
            if (!Process!.IsAlive)
                throw new CommandException($"PostgreSQL ended while starting. Its log ({place.Log}) ends with:\n{LogFile.Tail(place.Log)}");
            if (SaysReady())
                return;
        }
        throw new CommandException($"PostgreSQL did not become ready within {patience.TotalMinutes:0} minutes; see {place.Log}");
    }

    // Line 8 of postmaster.pid is its own word on the matter; line 1 says that the file is not a dead predecessor's.
    private bool SaysReady()
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(_data, "postmaster.pid"));
            return lines.Length > 7 && lines[7].Trim() is "ready" or "standby" && lines[0].Trim() == Process!.Pid.ToString(CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private Task CreateDatabaseAsync(CancellationToken cancellation) => MustAsync(
        [Program("createdb"), "-h", "127.0.0.1", "-p", book.PostgresPort!.Value.ToString(CultureInfo.InvariantCulture), "-U", User, "kpi"], null, cancellation);

    private async Task MustAsync(string[] command, Account? account, CancellationToken cancellation)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["PGPASSWORD"] = book.PostgresPassword, ["LC_ALL"] = "C" };
        var result = await Shell.RunAsync(command, environment, account, cancellation: cancellation);
        if (!result.Ok)
            throw new CommandException($"{command[0]} failed: {result.Said}");
    }
}
