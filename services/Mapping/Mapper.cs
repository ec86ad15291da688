using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace KpiPlatform.Mapping;

/// <summary>Maps rows to canonical events. The same row gives the same events with the same ids, whatever stands around it.</summary>
internal sealed class Mapper(EventMapping mapping, FirstRows firsts)
{
    private readonly bool _allContinue = mapping.Rules.All(rule => rule.Continue);

    public Mapped Map(JsonObject row, long line)
    {
        var (events, dropped, errors) = (new List<string>(), new List<string>(), new List<RowError>());
        try
        {
            foreach (var outcome in Outcomes(row, line, errors))
            {
                if (outcome is Drop drop) dropped.Add(drop.Reason);
                else foreach (var each in ((Emit)outcome).Events) Write(each, row, events, errors);
            }
        }
        catch (InvalidOperationException wrong)
        {
            errors.Add(new("", $"holds a text that is no text: {wrong.Message}"));
        }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException wrong)
        {
            errors.Add(new("", $"the pattern {wrong.Pattern} takes too long on it"));
        }

        return new Mapped(errors.Count == 0 ? events : [], dropped, errors);
    }

    private List<Outcome> Outcomes(JsonObject row, long line, List<RowError> errors)
    {
        var outcomes = new List<Outcome>();
        var taken = false;
        foreach (var rule in mapping.Rules.Where(rule => rule.When.Holds(row, line, firsts)))
        {
            outcomes.Add(rule.Then);
            taken |= !rule.Continue || _allContinue;
            if (!rule.Continue) break;
        }

        if (!taken && mapping.Otherwise is { } otherwise) outcomes.Add(otherwise);
        else if (!taken) errors.Add(new("", "no rule takes it, and the mapping has no \"otherwise\""));
        return outcomes;
    }

    private void Write(EmittedEvent emitted, JsonObject row, List<string> events, List<RowError> errors)
    {
        var before = errors.Count;
        var written = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = Needed("id", emitted.Id is { } own ? Found.Of(own.Of(row)) : Found.Of(RowId(row) is { } id ? $"{id}/{emitted.Suffix}" : null), errors),
            ["source"] = Needed("source", mapping.Source.Read(row), errors),
            ["type"] = emitted.Type,
            ["subject"] = Needed("subject", (emitted.Subject ?? mapping.Subject).Read(row), errors),
            ["time"] = Time(emitted, row, errors),
            ["data"] = Data(emitted, row, errors),
        };
        if (errors.Count == before) events.Add(written.ToJsonString());
    }

    /// <summary>The id the mapping gives, else a hash of all the row says: the same row again is the same fact again.</summary>
    private string? RowId(JsonObject row) => mapping.Id is { } id
        ? Expression.Text(id.Of(row))
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(WithoutHeaders(row).ToJsonString())).AsSpan(0, 12));

    /// <summary>A webhook that is sent again has other headers, and says the same.</summary>
    private static JsonObject WithoutHeaders(JsonObject row)
    {
        if (!row.ContainsKey(JsonPath.Headers)) return row;
        var copy = row.DeepClone().AsObject();
        copy.Remove(JsonPath.Headers);
        return copy;
    }

    private static string? Needed(string member, Found found, List<RowError> errors)
    {
        var text = found.There ? Expression.Text(found.Value) : null;
        if (string.IsNullOrEmpty(text)) errors.Add(new(member, found.Problem ?? "is empty"));
        return text;
    }

    private string? Time(EmittedEvent emitted, JsonObject row, List<RowError> errors)
    {
        var found = (emitted.Time ?? mapping.Time)!.Read(row);
        try
        {
            if (found is { There: true, Value: { } value }) return TimeFormat.Write(emitted.Times.Read(value));
            errors.Add(new("time", found.Problem ?? "is empty"));
        }
        catch (FormatException wrong)
        {
            errors.Add(new("time", wrong.Message));
        }

        return null;
    }

    private static JsonObject Data(EmittedEvent emitted, JsonObject row, List<RowError> errors)
    {
        var data = new JsonObject();
        var required = CanonicalMembers.Required(emitted.Type);
        foreach (var (member, source) in emitted.Data)
        {
            var found = source.Read(row);
            try
            {
                if (found.There) data[member] = MemberValue.Convert(found.Value, CanonicalMembers.Kind(emitted.Type, member), emitted.Times);
                else if (found.Problem is not null || required.Contains(member)) errors.Add(new($"data.{member}", found.Problem ?? "is empty"));
            }
            catch (FormatException wrong)
            {
                errors.Add(new($"data.{member}", wrong.Message));
            }
        }

        return data;
    }
}
