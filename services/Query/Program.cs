using KpiPlatform.Platform.Hosting;
using KpiPlatform.Query.Hosting;

return await OperatorException.ToldAsync(async () => args is ["health"] ? await HealthProbe.RunAsync() : await QueryHost.RunAsync(args));
