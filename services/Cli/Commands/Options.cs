using System.CommandLine;

namespace KpiPlatform.Cli.Commands;

internal static class Options
{
    public static Option<bool> Json() => new("--json") { Description = "One JSON object in the last line of the output" };

    /// <summary>A workspace name goes into URLs and file names: lower-case letters, digits, - and _.</summary>
    public static Option<string> Workspace()
    {
        var option = new Option<string>("--workspace") { Description = "The workspace; made if new", Required = true };
        option.Validators.Add(result =>
        {
            var name = result.GetValueOrDefault<string>() ?? "";
            if (name.Length is 0 or > 63 || name.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')))
                result.AddError($"--workspace \"{name}\": 1 to 63 lower-case letters, digits, - or _");
        });
        return option;
    }

    /// <summary>Scopes, separated by commas or given again.</summary>
    public static Option<string[]> Scopes(IReadOnlyList<string> known)
    {
        var option = new Option<string[]>("--scopes")
        {
            Description = $"What the key may do, separated by commas: {string.Join(", ", known)}",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => [.. result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal)],
        };
        option.Validators.Add(result =>
        {
            var wrong = (result.GetValueOrDefault<string[]>() ?? []).Except(known, StringComparer.Ordinal).ToList();
            if (wrong.Count > 0)
                result.AddError($"--scopes: {string.Join(", ", wrong)} is not one of {string.Join(", ", known)}");
        });
        return option;
    }
}
