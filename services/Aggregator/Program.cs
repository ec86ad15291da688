using KpiPlatform.Aggregator;
using KpiPlatform.Aggregator.Erasing;
using KpiPlatform.Aggregator.Retaining;
using KpiPlatform.Platform.Hosting;

return await OperatorException.ToldAsync(async () => args switch
{
    [] or ["run"] => await Commands.RunAsync(args),
    ["health"] => await HealthProbe.RunAsync(),
    ["migrate"] => await Commands.MigrateAsync(),
    ["rebuild", ..] => await Commands.RebuildAsync(json: args.Contains("--json")),
    ["verify", ..] => await Commands.VerifyAsync(json: args.Contains("--json")),
    ["copy", ..] => await Commands.CopyAsync(args),
    ["quarantine", "list", ..] => await Commands.ListQuarantineAsync(json: args.Contains("--json")),
    ["quarantine", "retry", ..] => await Commands.RetryQuarantineAsync(json: args.Contains("--json")),
    ["retain", .. var words] => await RetainCommand.RunAsync(words),
    ["erase", .. var words] => await EraseCommand.RunAsync(words),
    ["inspect", ..] => await Commands.InspectAsync(json: args.Contains("--json")),
    _ => Commands.Usage(),
});
