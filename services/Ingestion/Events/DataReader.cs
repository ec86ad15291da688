using System.Text.Json;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Ingestion.Events;

/// <summary>Reads the <c>data</c> of an event by its type's schema. Members the schema does not name are passed over.</summary>
internal static class DataReader
{
    public static EventData Read(EventSchema schema, JsonElement? json, EventContext context, Findings findings)
    {
        var data = new EventData();
        var given = new List<string>();
        if (json is { ValueKind: JsonValueKind.Object } members)
        {
            data = ReadMembers(schema, members, context, findings, given);
            schema.CheckTogether?.Invoke(data, members, findings);
        }
        else if (json is { ValueKind: not JsonValueKind.Null } other)
        {
            findings.Add("/data", Codes.WrongType, $"Must be an object, not {JsonText.Kind(other)}.");
            return data;
        }

        foreach (var member in schema.Required)
        {
            if (!given.Contains(member.Name, StringComparer.Ordinal)) findings.Add(member.Pointer, Codes.Missing, "Must be there.");
        }

        return data;
    }

    private static EventData ReadMembers(EventSchema schema, JsonElement members, EventContext context, Findings findings, List<string> given)
    {
        var data = new EventData();
        List<string>? nulls = null;
        foreach (var property in members.EnumerateObject())
        {
            if (Known(schema, property) is not { } member) continue;
            if (given.Contains(member.Name, StringComparer.Ordinal) || nulls?.Contains(member.Name, StringComparer.Ordinal) == true)
            {
                findings.Add(member.Pointer, Codes.Repeated, "Is there more than once.");
            }
            else if (property.Value.ValueKind == JsonValueKind.Null)
            {
                (nulls ??= []).Add(member.Name);
            }
            else
            {
                given.Add(member.Name);
                data = member.Read(data, new MemberValue(property.Value, member.Pointer, findings, context));
            }
        }

        var cleared = schema.NullClears ? nulls?.Where(name => schema.Members[name].Clearable).ToList() : null;
        return cleared is { Count: > 0 } ? data with { Cleared = cleared } : data;
    }

    private static Member? Known(EventSchema schema, JsonProperty property)
    {
        try
        {
            return schema.Members.GetValueOrDefault(property.Name);
        }
        catch (InvalidOperationException)
        {
            return null; // a name with half of a surrogate pair is no member of ours
        }
    }
}
