using KpiPlatform.Ingestion;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Publishing;
using KpiPlatform.Platform.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform("kpi-ingestion");
builder.AddHttpLimits();
builder.AddPublishing();

var app = builder.Build();
app.UsePlatform();
app.MapEvents();
await app.RunAsync();
