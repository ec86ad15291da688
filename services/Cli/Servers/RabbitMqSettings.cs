using System.Globalization;

namespace KpiPlatform.Cli.Servers;

internal sealed record RabbitMqSettings(string Folder, ServerBook Book)
{
    private const string LoopbackOnly = "-kernel inet_dist_use_interface {127,0,0,1}";

    public string Node => $"kpi-{Book.Id}@localhost";

    public string ConfigFile => Path.Combine(Folder, "rabbitmq.conf");

    public string PluginsFile => Path.Combine(Folder, "enabled_plugins");

    /// <summary>
    /// A small write-ahead log for the quorum queues: the default of 512 MB a file is made for big brokers and slow to recover.
    /// Publishing stops before the disk is full or a third of the memory is taken; ingestion takes events into its spool then.
    /// </summary>
    public string Config => string.Create(CultureInfo.InvariantCulture, $"""
        listeners.tcp.1 = 127.0.0.1:{Book.AmqpPort}
        default_user = {PrivateRabbitMq.User}
        default_pass = {Book.RabbitMqPassword}
        disk_free_limit.absolute = 512MB
        vm_memory_high_watermark.relative = 0.3
        raft.wal_max_size_bytes = 67108864
        log.console.level = warning

        """);

    public Dictionary<string, string?> Environment => new(StringComparer.Ordinal)
    {
        ["RABBITMQ_NODENAME"] = Node,
        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODE_PORT"] = Book.AmqpPort?.ToString(CultureInfo.InvariantCulture),
        ["RABBITMQ_DIST_PORT"] = Book.DistributionPort?.ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_PORT"] = Book.EpmdPort?.ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(Folder, "mnesia"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(Folder, "log"),
        ["RABBITMQ_LOGS"] = "-",
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = PluginsFile,
        ["RABBITMQ_CONFIG_FILE"] = ConfigFile,
        // The machine's own settings file must not leak in.
        ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(Folder, "no-env.conf"),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = LoopbackOnly,
        ["RABBITMQ_CTL_ERL_ARGS"] = LoopbackOnly,
        // Makes the start script become the Erlang machine instead of standing beside it: one process, one number.
        ["RUNNING_UNDER_SYSTEMD"] = "true",
        ["HOME"] = Folder,
        ["LC_ALL"] = "C.UTF-8",
        ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/opt/homebrew/bin:/usr/local/bin:/home/linuxbrew/.linuxbrew/bin",
    };
}
