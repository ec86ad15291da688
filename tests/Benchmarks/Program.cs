using KpiPlatform.Benchmarks.Desk;
using KpiPlatform.Benchmarks.Projection;
using KpiPlatform.Benchmarks.Running;
using Npgsql;

await using var bench = await Bench.StartAsync();
var now = TimeProvider.System.GetUtcNow();
var n = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 100_000;
var distinct = await FullQueues.FillAsync(bench.RabbitMq, DeskEvents.Between(now.AddDays(-28), now).Take(n));
var name = new NpgsqlConnectionStringBuilder(bench.Postgres).Database!;
Console.WriteLine($"filled {distinct} ; {bench.Postgres}");
double Cpu(string needle) => Directory.GetDirectories("/proc").Where(d => char.IsDigit(d[6])).Sum(d =>
{
    try
    {
        if (!File.ReadAllText(d + "/cmdline").Contains(needle, StringComparison.Ordinal)) return 0;
        var f = File.ReadAllText(d + "/stat"); f = f[(f.LastIndexOf(')') + 2)..];
        var p = f.Split(' '); return (Convert.ToInt64(p[11], System.Globalization.CultureInfo.InvariantCulture) + Convert.ToInt64(p[12], System.Globalization.CultureInfo.InvariantCulture)) / 100.0;
    }
    catch (IOException) { return 0; }
});
Console.WriteLine($"{await ProjectionRate.MeasureAsync(bench, distinct):N0} events/s; cpu s per 100k: aggregator {Cpu("wt-bench/services/Aggregator/bin/Release/net10.0/KpiPlatform.Aggregator.dll") * 1e5 / distinct:N2}, pg backends {Cpu(name) * 1e5 / distinct:N2}; load {File.ReadAllText("/proc/loadavg")}");
if (args.Length > 1) Console.ReadLine();
return 0;
