using System.Globalization;
using KpiPlatform.Platform.Hosting;
using Npgsql;

namespace KpiPlatform.Query.Reading;

/// <summary>
/// Where numbers are read, and where what workspaces decide is read and changed: the same database, or with <c>KPI_POSTGRES_REPLICA</c> a copy of
/// it that follows, and the original.
/// </summary>
internal sealed class Databases : IAsyncDisposable
{
    public Databases(IConfiguration configuration, TimeSpan timeout)
    {
        PrimaryAddress = configuration.Required("KPI_POSTGRES", "an Npgsql connection string, e.g. Host=127.0.0.1;Username=kpi;Database=kpi");
        Primary = new(PrimaryAddress, timeout);
        HasReplica = configuration["KPI_POSTGRES_REPLICA"] is { Length: > 0 };
        Answers = HasReplica
            ? new(configuration["KPI_POSTGRES_REPLICA"]!, timeout, TargetSessionAttributes.PreferStandby) { LongestDelay = LongestDelay(configuration) }
            : Primary;
    }

    public string PrimaryAddress { get; }

    public Database Primary { get; }

    public Database Answers { get; }

    public bool HasReplica { get; }

    public async ValueTask DisposeAsync()
    {
        await Answers.DisposeAsync();
        await Primary.DisposeAsync();
    }

    private static TimeSpan LongestDelay(IConfiguration configuration) => configuration["KPI_REPLICA_DELAY_S"] switch
    {
        null or "" => TimeSpan.FromSeconds(30),
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 86_400 => TimeSpan.FromSeconds(seconds),
        _ => throw new SettingsException("KPI_REPLICA_DELAY_S must be a whole number of seconds from 1 to 86400."),
    };
}
