using System.Text.Json;
using KpiPlatform.Testing;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>One question of a golden case, and whether the answer is the expected one.</summary>
internal sealed class Ask(JsonElement ask)
{
    public async Task CheckAsync(Workspace workspace)
    {
        var answer = await workspace.AskAsync(ask.GetProperty("get").GetString()!);
        var data = answer.GetProperty("data");
        if (ask.TryGetProperty("expect_values", out var values))
            Assert.Equal(Numbers(values), Numbers(data.GetProperty("series").EnumerateArray().Single().GetProperty("values")));
        if (ask.TryGetProperty("expect", out var expect))
            foreach (var e in expect.EnumerateArray())
                Compare(e, Find(data, e));
        if (ask.TryGetProperty("absent", out var absent))
            foreach (var group in absent.EnumerateArray())
                Assert.DoesNotContain(data.EnumerateArray(), row => IsOf(row, group));
    }

    private static JsonElement Find(JsonElement data, JsonElement expected)
    {
        var kpi = expected.GetProperty("kpi").GetString()!;
        if (!expected.TryGetProperty("group", out var group))
            return data.EnumerateArray().Single(n => n.GetProperty("kpi").GetString() == kpi);
        var rows = data.EnumerateArray().Where(row => IsOf(row, group)).ToList();
        Assert.True(rows.Count == 1, $"{rows.Count} rows for {group} in {data}");
        return rows[0].GetProperty("kpis").GetProperty(kpi);
    }

    private static bool IsOf(JsonElement row, JsonElement group) =>
        group.EnumerateObject().All(d => row.GetProperty("group").TryGetProperty(d.Name, out var value) && JsonElement.DeepEquals(value, d.Value));

    private static void Compare(JsonElement expected, JsonElement actual)
    {
        foreach (var member in expected.EnumerateObject().Where(m => m.Name is not ("kpi" or "group")))
        {
            Assert.True(actual.TryGetProperty(member.Name, out var value), $"{expected} has no {member.Name}: {actual}");
            Assert.True(Same(member.Value, value), $"{member.Name}: {member.Value} expected, {value} came, in {actual}");
        }
    }

    /// <summary>Numbers to 1e-9 relative; of objects the members that are expected.</summary>
    private static bool Same(JsonElement expected, JsonElement actual) => (expected.ValueKind, actual.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => Math.Abs(expected.GetDouble() - actual.GetDouble()) <= 1e-9 * Math.Abs(expected.GetDouble()),
        (JsonValueKind.Object, JsonValueKind.Object) => expected.EnumerateObject().All(m => actual.TryGetProperty(m.Name, out var value) && Same(m.Value, value)),
        _ => JsonElement.DeepEquals(expected, actual),
    };

    private static List<double?> Numbers(JsonElement values) => [.. values.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? (double?)null : v.GetDouble())];
}
