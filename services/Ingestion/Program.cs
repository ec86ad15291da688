using KpiPlatform.Ingestion;
using KpiPlatform.Ingestion.Commands;
using KpiPlatform.Platform.Hosting;

return await OperatorException.ToldAsync(async () => args switch
{
    ["sources", .. var words] => await SourcesCommand.RunAsync(words),
    ["quarantine", .. var words] => await QuarantineCommand.RunAsync(words),
    ["health"] => await HealthProbe.RunAsync(),
    _ => await IngestionService.RunAsync(args),
});
