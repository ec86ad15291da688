using KpiPlatform.Platform.Hosting;
using Npgsql;

namespace KpiPlatform.Aggregator.Observing;

/// <summary>The database with spans that say what was done. Unnamed, a data source tells its connection string.</summary>
internal static class TracedDatabase
{
    public static NpgsqlDataSourceBuilder Builder(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString) { Name = "kpi" };
        builder.ConfigureTracing(tracing => tracing
            .ConfigureCommandFilter(_ => SpanRules.IsWorthASpan())
            .ConfigureBatchFilter(_ => SpanRules.IsWorthASpan())
            .ConfigureCopyOperationFilter(_ => SpanRules.IsWorthASpan())
            .ConfigureCommandSpanNameProvider(command => SpanRules.NameOf(command.CommandText))
            .ConfigureBatchSpanNameProvider(batch => SpanRules.NameOf(batch.BatchCommands[0].CommandText))
            .ConfigureCopyOperationSpanNameProvider(SpanRules.NameOf)
            .EnableFirstResponseEvent(false)
            .EnablePhysicalOpenTracing(false));
        return builder;
    }
}
