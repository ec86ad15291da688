using KpiPlatform.Platform.Hosting;
using Npgsql;

namespace KpiPlatform.Query.Observing;

/// <summary>A database with spans that say what was done. Unnamed, a data source tells its connection string.</summary>
internal static class TracedDatabase
{
    public static NpgsqlDataSourceBuilder Builder(NpgsqlConnectionStringBuilder settings, string name)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = name };
        builder.ConfigureTracing(tracing => tracing
            .ConfigureCommandFilter(_ => SpanRules.IsWorthASpan())
            .ConfigureBatchFilter(_ => SpanRules.IsWorthASpan())
            .ConfigureCommandSpanNameProvider(command => SpanRules.NameOf(command.CommandText))
            .ConfigureBatchSpanNameProvider(batch => SpanRules.NameOf(batch.BatchCommands[0].CommandText))
            .EnableFirstResponseEvent(false)
            .EnablePhysicalOpenTracing(false));
        return builder;
    }
}
