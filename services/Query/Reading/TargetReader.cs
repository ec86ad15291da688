using System.Collections.Concurrent;
using System.Text.Json;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Targets;
using Npgsql;

namespace KpiPlatform.Query.Reading;

/// <summary>Workspaces' targets: read again only when their rules are of a newer version.</summary>
internal sealed class TargetReader
{
    private const string Sql = "select document from rules where workspace = $1 and version = $2";
    private readonly ConcurrentDictionary<string, (long Version, TargetSet Targets)> known = new(StringComparer.Ordinal);

    public async Task<TargetSet> ReadAsync(Snapshot snapshot, CancellationToken ct)
    {
        if (snapshot.RulesVersion == 0) return TargetSet.None;
        if (known.TryGetValue(snapshot.Workspace, out var last) && last.Version == snapshot.RulesVersion) return last.Targets;
        await using var read = new NpgsqlCommand(Sql, snapshot.Connection) { Parameters = { new() { Value = snapshot.Workspace }, new() { Value = snapshot.RulesVersion } } };
        var document = (string)(await read.ExecuteScalarAsync(ct))!;
        var targets = RulesDocument.Read(snapshot.RulesVersion, JsonSerializer.Deserialize<JsonElement>(document)).Targets;
        known[snapshot.Workspace] = (snapshot.RulesVersion, targets);
        return targets;
    }
}
