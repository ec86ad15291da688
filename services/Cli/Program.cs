using KpiPlatform.Cli.Commands;

return await CommandLine.RunAsync(args);
