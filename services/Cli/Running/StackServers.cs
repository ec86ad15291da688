using KpiPlatform.Cli.Backups;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

/// <summary>PostgreSQL and RabbitMQ of an installation: given by KPI_POSTGRES and KPI_RABBITMQ, or private ones to be supervised.</summary>
internal sealed class StackServers
{
    private readonly Home _home;
    private readonly ServerBook _book;
    private readonly PrivatePostgres? _postgres;
    private readonly PrivateRabbitMq? _rabbit;

    private StackServers(Home home, ServerBook book, PrivatePostgres? postgres, PrivateRabbitMq? rabbit, TimeProvider time)
    {
        (_home, _book, _postgres, _rabbit) = (home, book, postgres, rabbit);
        if (postgres is not null)
            Postgres = new("postgres", StartPostgresAsync, _ => Task.CompletedTask, postgres.StopAsync, () => book.PostgresPort ?? 0, time);
        if (rabbit is not null)
            RabbitMq = new("rabbitmq", StartRabbitAsync, _ => Task.CompletedTask, rabbit.StopAsync, () => book.AmqpPort ?? 0, time, rabbit.ServesAsync);
    }

    public static string? GivenPostgres => Given("KPI_POSTGRES");

    public static string? GivenRabbitMq => Given("KPI_RABBITMQ");

    /// <summary>Null when the server is given.</summary>
    public Managed? Postgres { get; }

    public Managed? RabbitMq { get; }

    /// <summary>Erlang's port mapper goes with RabbitMQ; noted so that it can be ended when the supervisor was killed.</summary>
    public ProcessState? Epmd => RabbitMq?.State is not null && _rabbit?.Epmd is { } identity ? RabbitMq!.State! with { Name = "epmd", Identity = identity, Port = _book.EpmdPort ?? 0 } : null;

    /// <summary>Valid once both have been started: the ports are known then.</summary>
    public Installation Installation => new(GivenPostgres ?? _postgres!.ConnectionString(), GivenRabbitMq ?? _rabbit!.Uri().ToString(), _home.KeysFile) { PostgresReplica = Given("KPI_POSTGRES_REPLICA") };

    public static async Task<StackServers> PrepareAsync(Home home, TimeProvider time)
    {
        var (book, found) = (ServerBook.Load(home.Folder), Discovery.OfThisMachine());
        var postgres = GivenPostgres is not null ? null : await PostgresAsync(home, found, book);
        var rabbit = GivenRabbitMq is not null ? null : new PrivateRabbitMq(
            found.RabbitMq() ?? throw Missing("RabbitMQ", "KPI_RABBITMQ"), found.Epmd(), await ServerPlace.PrepareAsync(home.Folder, "rabbitmq", book), book);
        book.Save(home.Folder);
        return new(home, book, postgres, rabbit, time);
    }

    private static async Task<PrivatePostgres> PostgresAsync(Home home, Discovery found, ServerBook book)
    {
        var programs = found.Postgres() ?? throw Missing("PostgreSQL", "KPI_POSTGRES");
        var place = await ServerPlace.PrepareAsync(home.Folder, "postgres", book);
        return new(programs, place, book) { Archive = BackupFolder.Given is { } folder ? await new BackupFolder(folder).PrepareWalAsync(place.Account) : null };
    }

    private async Task<ProcessIdentity> StartPostgresAsync(CancellationToken cancellation)
    {
        await _postgres!.StartAsync(cancellation);
        SaveBook();
        return _postgres.Process!;
    }

    private async Task<ProcessIdentity> StartRabbitAsync(CancellationToken cancellation)
    {
        // After a death the mapper may still be there, and would keep the port.
        await _rabbit!.StopAsync();
        await _rabbit.StartAsync(cancellation);
        SaveBook();
        return _rabbit.Process!;
    }

    private void SaveBook()
    {
        lock (_book)
            _book.Save(_home.Folder);
    }

    /// <summary>As the services read it: a secret may be in a file instead.</summary>
    private static string? Given(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value
        : Environment.GetEnvironmentVariable($"{variable}_FILE") is { Length: > 0 } path ? File.ReadAllText(path).Trim()
        : null;

    private static CommandException Missing(string server, string variable) =>
        new($"{server} is not installed. Run ./kpi up, which installs it, or set {variable} to a server of yours.", ExitCodes.DependencyDown);
}
