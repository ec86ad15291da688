using KpiPlatform.Platform.Hosting;
using KpiPlatform.Query.Hosting;

if (args is ["health"]) return await HealthProbe.RunAsync();

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform("kpi-query");
builder.AddQuery();

var app = builder.Build();
app.UsePlatform();
app.MapQuery();
await app.RunAsync();
return 0;
