using System.Security.Cryptography;
using System.Text;

namespace KpiPlatform.Kpis;

/// <summary>
/// Which definitions numbers are made by. Programs of two releases work side by side during an upgrade; by this each knows whether it may add to the
/// stored numbers or answer from them.
/// </summary>
/// <param name="Fingerprint">Differs when anything does.</param>
/// <param name="Version"><see cref="Catalogue.Version"/>; 0 for what an early release stored, which did not tell.</param>
/// <param name="Measures">The ids of all measures.</param>
public sealed record DefinitionSet(string Fingerprint, int Version, IReadOnlyList<string> Measures)
{
    public static DefinitionSet Of(Catalogue catalogue) => Of(Catalogue.Version, [.. catalogue.Measures.Select(m => m.Id)]);

    public static DefinitionSet Of(int version, IReadOnlyList<string> measures) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{version}:{string.Join(',', measures)}")))[..16], version, measures);

    /// <summary>True when these follow on the others: a higher version, or the same with more measures. Of two sets at most one is newer.</summary>
    public bool IsNewerThan(DefinitionSet other) =>
        Version != other.Version ? Version > other.Version : Measures.Count > other.Measures.Count && Has(other.Measures);

    /// <summary>True when numbers made by these hold all that a program with the others asks for.</summary>
    public bool Serve(DefinitionSet others) => Fingerprint == others.Fingerprint || (Version >= others.Version && Has(others.Measures));

    private bool Has(IEnumerable<string> measures) => measures.ToHashSet(StringComparer.Ordinal).IsSubsetOf(Measures);

    public override string ToString() => $"version {Version}, {Measures.Count} measures ({Fingerprint})";
}
