using System.Text;
using System.Text.Json;
using Npgsql;
using RabbitMQ.Client;

namespace KpiPlatform.Faults.Tests;

/// <summary>Faults are made on a real stack, and `./kpi doctor` names each, with the section of the runbook that mends it.</summary>
public sealed class DoctorTests
{
    [Fact]
    public async Task Doctor_finds_nothing_on_a_stack_that_is_well_and_names_every_fault_of_one_that_is_not()
    {
        await using var stack = await KpiStack.StartAsync();
        using var workspace = await Workspace.NewAsync(stack, "doctor");
        var ledger = new Ledger(10);
        await ledger.SendAsync(workspace, connections: 4);
        await Reckoning.SettleAsync(stack, workspace, ledger, TimeSpan.FromSeconds(30));
        var well = await Doctor.OfAsync(stack);
        Assert.True(well.GetProperty("ok").GetBoolean(), well.ToString());

        await stack.KillAggregatorAsync(0);
        await BreakAsync(stack.RabbitMq);
        await using (var database = NpgsqlDataSource.Create(stack.Postgres)) await BreakAsync(database);

        var found = await Doctor.OfAsync(stack);
        Assert.Equal(
            [
                ("database", "database-lost", "default_transaction_read_only is on"),
                ("dead letters", "dead-letters", "1 in kpi.dead"),
                ("dead letters", "lag", "nobody parks them"),
                ("definitions", "upgrade", "another program's definitions"),
                ("partition 0", "lag", "no aggregator; 1 messages wait"),
                ("partition 1", "lag", "no aggregator; 0 messages wait"),
                ("partition 2", "lag", "no aggregator; 0 messages wait"),
                ("quarantine", "quarantine", "1 events are not counted"),
                ("queues", "broker-lost", "missing: kpi.events.3"),
                ("schema", "upgrade", "the database lacks 0004_notices"),
            ],
            [.. Wrong(found)]);
    }

    /// <summary>The section without the file, and no more of the detail than is the same every time.</summary>
    private static IEnumerable<(string, string, string)> Wrong(JsonElement found) => found.GetProperty("findings").EnumerateArray().Where(f => !f.GetProperty("ok").GetBoolean())
        .Select(f => (What: f.GetProperty("what").GetString()!, Section: f.GetProperty("runbook").GetString()!, Detail: f.GetProperty("detail").GetString()!))
        .OrderBy(f => f.What, StringComparer.Ordinal).ThenBy(f => f.Section, StringComparer.Ordinal)
        .Select(f => (f.What, f.Section.Replace("deploy/runbook.md#", "", StringComparison.Ordinal), Known.FirstOrDefault(k => f.Detail.Contains(k, StringComparison.Ordinal)) ?? f.Detail));

    private static readonly string[] Known =
    [
        "default_transaction_read_only is on", "1 in kpi.dead", "another program's definitions", "no aggregator; 1 messages wait", "no aggregator; 0 messages wait",
        "1 events are not counted", "missing: kpi.events.3", "the database lacks 0004_notices",
    ];

    private static async Task BreakAsync(Uri broker)
    {
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.QueueDeleteAsync(Reckoning.Queue(3));
        foreach (var queue in (string[])[Reckoning.Queue(0), "kpi.dead"])
            await channel.BasicPublishAsync("", queue, mandatory: true, Encoding.UTF8.GetBytes("{}"));
    }

    private static async Task BreakAsync(NpgsqlDataSource database)
    {
        foreach (var sql in (string[])
            [
                """insert into quarantine (partition, event, reason) values (0, '{}', 'made by a test')""",
                "update catalogue set fingerprint = 'of another program'",
                """delete from "__EFMigrationsHistory" where "MigrationId" = '0004_notices'""",
                "do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$",
            ])
        {
            await using var command = database.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }
}
