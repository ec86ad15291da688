using System.Globalization;

namespace KpiPlatform.Cli.Servers;

internal static class PostgresSettings
{
    /// <summary>An eighth of the memory for the cache, up to 512 MB: the machine is somebody's, not ours alone.</summary>
    public static string For(int port, string? archive = null) => string.Create(CultureInfo.InvariantCulture, $"""
        # Written at every start.
        listen_addresses = '127.0.0.1'
        port = {port}
        unix_socket_directories = ''
        max_connections = 200
        shared_buffers = {Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8 >> 20, 64, 512)}MB
        work_mem = 16MB
        maintenance_work_mem = 128MB
        wal_compression = on
        max_wal_size = 2GB
        checkpoint_timeout = 15min
        random_page_cost = 1.1
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_line_prefix = '%m [%p] '

        """) + (archive is null ? "" : Archiving(archive));

    // Half a file never has the name of a whole one, and one that is there already (a crash came between) is all right when it is the same.
    private static string Archiving(string folder) => $"""
        archive_mode = on
        archive_timeout = 60
        archive_command = 'if test -f "{folder}/%f"; then cmp -s "%p" "{folder}/%f"; else cp "%p" "{folder}/%f.new" && sync "{folder}/%f.new" && mv "{folder}/%f.new" "{folder}/%f"; fi'

        """;
}
