using System.Text.Json;
using System.Text.Json.Nodes;

namespace KpiPlatform.Mapping;

/// <summary>An object of the mapping file and where it stands; reads its members and notes what is wrong with them.</summary>
internal sealed class Section
{
    private readonly JsonObject _members;

    private Section(JsonObject members, string pointer, MappingMistakes mistakes) => (_members, Pointer, Mistakes) = (members, pointer, mistakes);

    public string Pointer { get; }

    public MappingMistakes Mistakes { get; }

    public IEnumerable<KeyValuePair<string, JsonNode?>> Members => _members;

    /// <summary>The node as an object with no other members than those allowed; an empty one, and a mistake, when it is none.</summary>
    public static Section Of(JsonNode? node, string pointer, MappingMistakes mistakes, params string[] allowed)
    {
        if (node is not JsonObject members)
        {
            mistakes.Add(pointer, "must be an object");
            return new Section([], pointer, mistakes);
        }

        if (allowed.Length > 0)
        {
            foreach (var name in members.Select(member => member.Key).Where(name => !allowed.Contains(name, StringComparer.Ordinal)))
                mistakes.Add(MappingMistakes.Below(pointer, name), $"unknown member{MappingMistakes.Hint(name, allowed)}");
        }

        return new Section(members, pointer, mistakes);
    }

    public bool Has(string member) => _members.ContainsKey(member);

    public JsonNode? this[string member] => _members[member];

    public string At(string member) => MappingMistakes.Below(Pointer, member);

    public void Wrong(string member, string detail) => Mistakes.Add(At(member), detail);

    public string? Text(string member)
    {
        if (!Has(member)) return null;
        if (_members[member]?.GetValueKind() == JsonValueKind.String && _members[member]!.GetValue<string>() is { Length: > 0 } text) return text;
        Wrong(member, "must be a text that is not empty");
        return null;
    }

    public bool Flag(string member)
    {
        if (!Has(member)) return false;
        if (_members[member]?.GetValueKind() is JsonValueKind.True or JsonValueKind.False) return _members[member]!.GetValue<bool>();
        Wrong(member, "must be true or false");
        return false;
    }

    /// <summary>One text or a list of texts.</summary>
    public IReadOnlyList<string> Texts(string member)
    {
        var each = _members[member] is JsonArray list ? list.ToArray() : [_members[member]];
        if (each.Length > 0 && each.All(node => node?.GetValueKind() == JsonValueKind.String)) return [.. each.Select(node => node!.GetValue<string>())];
        Wrong(member, "must be a text or a list of texts");
        return [];
    }

    /// <summary>Runs something that throws <see cref="FormatException"/> on wrong input, and notes what it says.</summary>
    public T? Try<T>(string member, Func<JsonNode?, T> read)
        where T : class
    {
        try
        {
            return read(_members[member]);
        }
        catch (FormatException wrong)
        {
            Wrong(member, wrong.Message);
            return null;
        }
    }
}
