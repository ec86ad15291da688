using System.Security.Cryptography;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Webhooks.ByMapping;

/// <summary>The option <c>signature</c>: how a sender that nobody here knows signs. <c>{header, algorithm, encoding, prefix, timestamp_header, separator}</c>.</summary>
/// <param name="Proof">Null without the option, and when it makes no sense; nothing is then let in but by token.</param>
internal sealed record SignatureOption(Proof? Proof, string? Problem)
{
    private static readonly string[] Members = ["header", "algorithm", "encoding", "prefix", "timestamp_header", "separator"];

    public static SignatureOption Read(Connection connection)
    {
        var given = connection.Options["signature"];
        if (!given.Exists) return new(null, null);
        if (!given.IsObject) return Wrong("must be an object, e.g. {\"header\": \"X-Signature\"}");
        if (given.Members.FirstOrDefault(member => !Members.Contains(member.Name, StringComparer.Ordinal)).Name is { } unknown)
            return Wrong($"has no member {unknown}; there is {string.Join(", ", Members)}");
        if (given["header"].Text is not { } header) return Wrong("needs \"header\": which header has the signature");
        HashAlgorithmName? algorithm = (given["algorithm"].Text ?? "sha256") switch { "sha1" => HashAlgorithmName.SHA1, "sha256" => HashAlgorithmName.SHA256, _ => null };
        MacText? text = (given["encoding"].Text ?? "hex") switch { "hex" => MacText.Hex, "base64" => MacText.Base64, _ => null };
        if (algorithm is null) return Wrong("algorithm must be sha1 or sha256");
        if (text is null) return Wrong("encoding must be hex or base64");
        var time = given["timestamp_header"].Text is { } stamp ? new MacTime(stamp, given["separator"].Json.ValueKind == System.Text.Json.JsonValueKind.String ? given["separator"].Json.GetString()! : ".") : null;
        return new(new HmacProof(header, algorithm.Value, text.Value) { Prefix = given["prefix"].Text ?? "", Time = time }, null);
    }

    // A proof that nothing shows: a sender that should sign is not let in by less.
    private static SignatureOption Wrong(string problem) => new(new Nothing(), $"The option signature {problem}.");

    private sealed class Nothing : Proof
    {
        public override bool Shows(SignedRequest request, string secret, Connection connection, DateTimeOffset now) => false;
    }
}
