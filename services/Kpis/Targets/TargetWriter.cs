using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KpiPlatform.Kpis.Facts;

namespace KpiPlatform.Kpis.Targets;

/// <summary>Writes targets as JSON documents: every member but those that are null, in one order.</summary>
internal static class TargetWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Target target)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("id", target.Id);
            json.WriteString("kpi", target.Kpi);
            if (target.Statistic is { } statistic) json.WriteString("stat", statistic.Name);
            json.WriteString("comparison", Comparisons.NameOf(target.Comparison));
            json.WriteNumber("threshold", target.Threshold);
            json.WriteBoolean("business_hours", target.BusinessHours);
            WriteScope(json, target);
            Instant(json, "valid_from", target.ValidFrom);
            Instant(json, "valid_to", target.ValidTo);
            if (target.AtRisk is not Target.DefaultAtRisk) json.WriteNumber("at_risk", target.AtRisk);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteScope(Utf8JsonWriter json, Target target)
    {
        json.WriteStartObject("scope");
        foreach (var (dimension, values) in target.Scope.OrderBy(s => s.Key))
        {
            json.WriteStartArray(Dimensions.NameOf(dimension));
            foreach (var value in values) json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Instant(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } instant) json.WriteString(name, instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
    }
}
