using KpiPlatform.Ingestion;
using KpiPlatform.Ingestion.Commands;

return args switch
{
    ["sources", .. var words] => await SourcesCommand.RunAsync(words),
    ["quarantine", .. var words] => await QuarantineCommand.RunAsync(words),
    _ => await IngestionService.RunAsync(args),
};
