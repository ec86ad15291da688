using System.Globalization;
using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Ingestion.Publishing;

/// <summary>Where events wait while the broker is away, and how many.</summary>
/// <param name="Folder">Of this ingestion alone.</param>
internal sealed record SpoolSettings(string Folder)
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>Bytes of events that may wait; the file is somewhat larger.</summary>
    public long MostBytes { get; init; } = 1024 * Megabyte;

    /// <summary>What others on the same disk must have left: the broker, the database, logs.</summary>
    public long LeaveFree { get; init; } = 256 * Megabyte;

    /// <summary>The number of partitions the events are sorted into.</summary>
    public required int Partitions { get; init; }

    /// <summary>Throws <see cref="IOException"/> when others would have too little left.</summary>
    public void MustHaveRoom()
    {
        if (new DriveInfo(Folder).AvailableFreeSpace < LeaveFree) throw new IOException("The disk is nearly full.");
    }

    public static SpoolSettings From(IConfiguration configuration) =>
        new(configuration.Required("KPI_INGESTION_HOME", "a folder of this ingestion's own on a local disk, where events wait while the broker is away"))
        {
            Partitions = configuration.Partitions(),
            MostBytes = Megabyte * configuration["KPI_SPOOL_MB"] switch
            {
                null or "" => 1024,
                var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= 1_000_000 => n,
                _ => throw new SettingsException("KPI_SPOOL_MB must be a whole number of megabytes from 1 to 1000000."),
            },
        };
}
