using KpiPlatform.Aggregator;

return args switch
{
    [] or ["run"] => await Commands.RunAsync(args),
    ["migrate"] => await Commands.MigrateAsync(),
    ["rebuild", ..] => await Commands.RebuildAsync(json: args.Contains("--json")),
    ["verify", ..] => await Commands.VerifyAsync(json: args.Contains("--json")),
    ["copy", ..] => await Commands.CopyAsync(args),
    ["quarantine", "list", ..] => await Commands.ListQuarantineAsync(json: args.Contains("--json")),
    ["quarantine", "retry", ..] => await Commands.RetryQuarantineAsync(json: args.Contains("--json")),
    _ => Commands.Usage(),
};
