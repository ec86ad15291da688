using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KpiPlatform.Ingestion.Tests.Fuzzing;

/// <summary>A payload and its headers.</summary>
internal sealed record Payload(string Source, byte[] Body, IReadOnlyList<KeyValuePair<string, string>> Headers, JsonElement Options);

/// <summary>Makes a good payload a little bad: in its structure where it is JSON, and in its bytes. The same seed always does the same.</summary>
internal static class Mutator
{
    public static Payload Mutate(Payload payload, Random random)
    {
        var body = payload.Body;
        if (random.Next(100) < 80 && TryParse(body) is { } root)
        {
            for (var n = random.Next(1, 4); n > 0; n--) root = Change(root, random);
            body = Encoding.UTF8.GetBytes((root?.ToJsonString() ?? "null").Replace(Junk.HalfAPair, "\\ud800", StringComparison.Ordinal));
            if (random.Next(20) == 0) body = SayTwice(body, random);
        }

        if (random.Next(100) < 25) body = ChangeBytes(body, random);
        return payload with { Body = body, Headers = [.. payload.Headers.SelectMany(header => ChangeHeader(header, random))] };
    }

    private static JsonNode? TryParse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonNode? Change(JsonNode? root, Random random)
    {
        var places = new List<(JsonNode Parent, string? Name, int Index)>();
        Collect(root, places);
        if (places.Count == 0 || random.Next(200) == 0) return Junk.Value(random);
        var (parent, name, index) = places[random.Next(places.Count)];
        var other = places[random.Next(places.Count)];
        if (parent is JsonObject members) ChangeMember(members, name!, random, ValueAt(other)?.DeepClone());
        else if (parent is JsonArray items) ChangeItem(items, index, random);
        return root;
    }

    private static void ChangeMember(JsonObject members, string name, Random random, JsonNode? other)
    {
        var value = members[name]?.DeepClone();
        switch (random.Next(8))
        {
            case 0: members.Remove(name); break;
            case 1: members[random.Next(4) == 0 ? Junk.HalfAPair : name + random.Next(3)] = value; members.Remove(name); break;
            case 2: members[name] = new JsonArray(value); break;
            case 3: members[name] = new JsonObject { ["id"] = value }; break;
            case 4: members[name] = other; break;
            case 5: members[name] = value is JsonValue v && v.GetValueKind() == JsonValueKind.Number ? JsonValue.Create(value.ToJsonString()) : JsonValue.Create(value?.ToJsonString()); break;
            default: members[name] = Junk.Value(random); break;
        }
    }

    private static void ChangeItem(JsonArray items, int index, Random random)
    {
        var value = items[index]?.DeepClone();
        switch (random.Next(4))
        {
            case 0: items.RemoveAt(index); break;
            case 1: items.Add(value); break;
            case 2: for (var i = random.Next(100); i > 0; i--) items.Add(value?.DeepClone()); break;
            default: items[index] = Junk.Value(random); break;
        }
    }

    private static void Collect(JsonNode? node, List<(JsonNode, string?, int)> places)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                places.Add((node, name, 0));
                Collect(value, places);
            }
        }
        else if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                places.Add((node, null, i));
                Collect(items[i], places);
            }
        }
    }

    private static JsonNode? ValueAt((JsonNode Parent, string? Name, int Index) place) => place.Name is { } name ? place.Parent[name] : place.Parent[place.Index];

    /// <summary>Repeats the first member of some object.</summary>
    private static byte[] SayTwice(byte[] body, Random random)
    {
        var text = Encoding.UTF8.GetString(body);
        var at = text.IndexOf("{\"", random.Next(text.Length), StringComparison.Ordinal);
        var end = at < 0 ? -1 : text.IndexOf(':', at);
        return end < 0 ? body : Encoding.UTF8.GetBytes(text.Insert(at + 1, $"{text[(at + 1)..end]}:null,"));
    }

    private static byte[] ChangeBytes(byte[] body, Random random)
    {
        var bytes = body.ToList();
        for (var n = random.Next(1, 5); n > 0 && bytes.Count > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 50), bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 200), bytes.Count - at))); break;
                default: if (random.Next(4) == 0) bytes.RemoveRange(at, bytes.Count - at); else bytes.Insert(at, (byte)random.Next(256)); break;
            }
        }

        return [.. bytes];
    }

    private static IEnumerable<KeyValuePair<string, string>> ChangeHeader(KeyValuePair<string, string> header, Random random) => random.Next(12) switch
    {
        0 => [],
        1 => [KeyValuePair.Create(header.Key, Junk.Text(random))],
        2 => [header, header],
        _ => [header],
    };
}
