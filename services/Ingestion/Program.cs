using KpiPlatform.Ingestion;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Importing;
using KpiPlatform.Ingestion.Publishing;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Platform.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform("kpi-ingestion");
builder.AddHttpLimits();
builder.AddPublishing();
builder.AddWebhooks();
builder.AddImports();

var app = builder.Build();
app.UsePlatform();
app.MapEvents();
app.MapWebhooks();
app.MapImports();
await app.RunAsync();
