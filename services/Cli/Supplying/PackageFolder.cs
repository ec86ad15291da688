using System.Xml.Linq;

namespace KpiPlatform.Cli.Supplying;

/// <summary>What a package says of itself.</summary>
/// <param name="Licence">An SPDX expression, or the name of a file in the package; null when it says neither.</param>
/// <param name="LicenceIsExpression">False for a file.</param>
/// <param name="OnlyForDevelopment">Analyzers: used by the build, not in the programs.</param>
/// <param name="Sha512">Of the package file, in hexadecimal digits.</param>
internal sealed record PackageFacts(string? Licence, bool LicenceIsExpression, bool OnlyForDevelopment, string? Sha512);

/// <summary>NuGet's folder of unpacked packages, where a restore has put them.</summary>
internal sealed class PackageFolder(string folder)
{
    public static PackageFolder OfUser => new(Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given
        ? given
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"));

    /// <summary>Null when the package is not there.</summary>
    public PackageFacts? Find(LockedPackage package)
    {
        var (id, version) = (package.Id.ToLowerInvariant(), package.Version.ToLowerInvariant());
        var nuspec = Path.Combine(folder, id, version, $"{id}.nuspec");
        if (!File.Exists(nuspec))
            return null;
        var elements = XDocument.Load(nuspec).Root!.Elements().First(e => e.Name.LocalName == "metadata").Elements().ToList();
        var licence = elements.Find(e => e.Name.LocalName == "license");
        var hash = Path.Combine(folder, id, version, $"{id}.{version}.nupkg.sha512");
        return new(
            licence?.Value.Trim(), licence?.Attribute("type")?.Value == "expression",
            elements.Find(e => e.Name.LocalName == "developmentDependency")?.Value == "true",
            File.Exists(hash) ? Convert.ToHexStringLower(Convert.FromBase64String(File.ReadAllText(hash).Trim())) : null);
    }
}
