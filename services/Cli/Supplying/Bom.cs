using System.Text.Json;
using System.Text.Json.Nodes;

namespace KpiPlatform.Cli.Supplying;

/// <summary>
/// A bill of materials as CycloneDX 1.6. No time and no number of its own are in it: the same commit and the same packages give the same bytes.
/// The .NET runtime is not in it, since it comes with the machine or the image.
/// </summary>
internal static class Bom
{
    private const string Platform = "kpi-platform";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="version">Of the platform, with its commit.</param>
    public static string Of(LockedPackages packages, PackageFolder folder, string version)
    {
        var urls = packages.All.ToDictionary(p => p.Id, p => p.Url, StringComparer.OrdinalIgnoreCase);
        return new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["component"] = new JsonObject
                {
                    ["type"] = "application",
                    ["bom-ref"] = Platform,
                    ["name"] = Platform,
                    ["version"] = version,
                    ["licenses"] = Licences("Apache-2.0", isExpression: true),
                },
            },
            ["components"] = new JsonArray([.. packages.All.Select(p => Component(p, folder.Find(p)))]),
            ["dependencies"] = new JsonArray([Dependency(Platform, packages.Direct.Select(id => urls[id])), .. packages.All.Select(p => Dependency(p.Url, p.Needs.Select(id => urls[id])))]),
        }.ToJsonString(Indented);
    }

    private static JsonObject Component(LockedPackage package, PackageFacts? facts)
    {
        var component = new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = package.Url,
            ["name"] = package.Id,
            ["version"] = package.Version,
            ["scope"] = facts?.OnlyForDevelopment == true ? "excluded" : "required",
        };
        if (facts?.Sha512 is { } hash)
            component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = hash });
        if (facts?.Licence is { } licence)
            component["licenses"] = Licences(licence, facts.LicenceIsExpression);
        component["purl"] = package.Url;
        return component;
    }

    private static JsonArray Licences(string licence, bool isExpression) => new(isExpression switch
    {
        true when licence.Contains(' ', StringComparison.Ordinal) => new JsonObject { ["expression"] = licence },
        true => new JsonObject { ["license"] = new JsonObject { ["id"] = licence } },
        false => new JsonObject { ["license"] = new JsonObject { ["name"] = $"{licence} in the package" } },
    });

    private static JsonObject Dependency(string of, IEnumerable<string> on) => new() { ["ref"] = of, ["dependsOn"] = new JsonArray([.. on.Select(url => JsonValue.Create(url))]) };
}
