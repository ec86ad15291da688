using System.Globalization;
using System.Text.Json;
using Npgsql;
using RabbitMQ.Client;
using Spectre.Console;

namespace KpiPlatform.Benchmarks.Running;

/// <summary>What was measured, for people and for machines.</summary>
internal static class Table
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Print(IReadOnlyList<Row> rows)
    {
        var table = new Spectre.Console.Table().RoundedBorder().AddColumns("", "platform", "beside", "ratio", "aim", "");
        foreach (var row in rows)
        {
            table.AddRow(
                $"[bold]{row.Name}[/]", Number(row.Value, row.Unit), Number(row.Baseline, row.Unit),
                Words($"{row.Ratio:G3}x"), Words($">= {row.Aim:G3}x"), row.Met ? "[green]met[/]" : "[red]missed[/]");
        }

        AnsiConsole.Write(table);
        foreach (var row in rows) Say($"{row.Name}: {row.About}");
    }

    public static string ToJson(IReadOnlyList<Row> rows) => JsonSerializer.Serialize(new { rows }, Json);

    /// <summary>What the figures depend on.</summary>
    public static async Task PrintSettingsAsync(Bench bench)
    {
        await using var database = NpgsqlDataSource.Create(bench.Postgres);
        await using var ask = database.CreateCommand("select split_part(current_setting('server_version'), ' ', 1) || ', fsync ' || current_setting('fsync') || ', synchronous_commit ' || current_setting('synchronous_commit') || ', shared_buffers ' || current_setting('shared_buffers')");
        await using var broker = await new ConnectionFactory { Uri = bench.RabbitMq }.CreateConnectionAsync();
        var rabbit = broker.ServerProperties?["version"] is byte[] version ? System.Text.Encoding.UTF8.GetString(version) : "?";
        Say(Words($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, RabbitMQ {rabbit} (quorum queues), PostgreSQL {await ask.ExecuteScalarAsync()}; everything on this machine"));
    }

    public static void Say(string line) => AnsiConsole.MarkupLine($"[dim]{Markup.Escape(line)}[/]");

    public static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value, string unit) => value >= 100 ? Words($"{value:N0} {unit}") : Words($"{value:G3} {unit}");
}
