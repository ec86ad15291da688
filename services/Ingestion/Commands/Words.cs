using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Mapping;

namespace KpiPlatform.Ingestion.Commands;

/// <summary>Options and arguments that several commands have.</summary>
internal static class Words
{
    public static Option<bool> Json() => new("--json") { Description = "One JSON object in the last line of the output" };

    /// <summary>A workspace's or account's name goes into URLs and events: lower-case letters, digits, - and _.</summary>
    public static Option<string> Name(string option, string description, bool required = false)
    {
        var name = new Option<string>(option) { Description = description, Required = required };
        name.Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string>() ?? "";
            if (text.Length is 0 or > 63 || text.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))) result.AddError($"{option} \"{text}\": 1 to 63 lower-case letters, digits, - or _");
        });
        return name;
    }

    public static Option<Uri> Url()
    {
        var url = new Option<Uri>("--url")
        {
            Description = "Where ingestion is reached from outside, e.g. https://kpi.example; else where it runs here",
            CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null,
        };
        url.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<Uri>() is null) result.AddError("--url must be an address with http or https.");
        });
        return url;
    }

    /// <summary><c>k=v</c>; a dot in the name goes into an object, and true, false, {…} and […] are what they are in JSON.</summary>
    public static Option<string[]> Options() => new("--option")
    {
        Description = "What the source wants to know beside it, name=value (docs/sources.md); can be given again",
        AllowMultipleArgumentsPerToken = false,
    };

    public static JsonObject? Read(string[]? options)
    {
        if (options is not { Length: > 0 }) return null;
        var read = new JsonObject();
        foreach (var option in options)
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw new CommandException($"--option {option}: must be name=value.", ExitCodes.Usage);
            var at = read;
            var names = option[..equals].Split('.');
            foreach (var name in names[..^1]) at = at[name] as JsonObject ?? (at[name] = new JsonObject()).AsObject();
            var value = option[(equals + 1)..];
            // Relative to where the command was given, not to where ingestion runs.
            at[names[^1]] = names[^1].EndsWith("_file", StringComparison.Ordinal) ? Path.GetFullPath(value) : Value(value, option[..equals]);
        }

        return SecretIn(read) is { } secret
            ? throw new CommandException($"--option {secret}: a secret on the command line can be read by everybody on this machine (ps); give {secret}_file or {secret}_env.", ExitCodes.Usage)
            : read;
    }

    /// <summary>Where a secret is written out; null when nowhere.</summary>
    private static string? SecretIn(JsonObject options) => options
        .Select(member => member.Value is JsonObject inner ? SecretIn(inner) is { } name ? $"{member.Key}.{name}" : null : member.Key is "token" or "secret" or "password" ? member.Key : null)
        .FirstOrDefault(name => name is not null);

    /// <summary>The source of this name; else an error that names the nearest.</summary>
    public static Source Source(string name) => SourceCatalogue.Find(name)
        ?? throw new CommandException($"There is no source \"{name}\"{MappingMistakes.Hint(name, [.. SourceCatalogue.All.Select(source => source.Name)])}", ExitCodes.Usage);

    private static JsonNode? Value(string text, string name)
    {
        if (text is not ("true" or "false") && !text.StartsWith('{') && !text.StartsWith('[')) return JsonValue.Create(text);
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            throw new CommandException($"--option {name}: begins like JSON, and is none.", ExitCodes.Usage);
        }
    }
}
