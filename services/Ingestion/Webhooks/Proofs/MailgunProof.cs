using System.Security.Cryptography;
using System.Text;

namespace KpiPlatform.Ingestion.Webhooks.Proofs;

/// <summary>
/// Mailgun's: an HMAC-SHA-256 over a timestamp and a token, all three inside the body, in the member <c>signature</c> of a webhook's JSON or among a route's fields.
/// The rest of the body is not covered; that a token comes again is met by the events' identity.
/// </summary>
internal sealed class MailgunProof : Proof
{
    private const int Longest = 128;
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public override bool Shows(SignedRequest request, string secret, Connection connection, DateTimeOffset now)
    {
        var claim = Read(request);
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(claim.Timestamp + claim.Token), expected);
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var isMac = Convert.FromHexString(claim.Signature, given, out _, out var size) == System.Buffers.OperationStatus.Done && size == given.Length;
        return CryptographicOperations.FixedTimeEquals(given, expected) && isMac && VendorTime.Parse(claim.Timestamp) is { } at && (now - at).Duration() <= Tolerance;
    }

    private static (string Timestamp, string Token, string Signature) Read(SignedRequest request)
    {
        try
        {
            var type = request.Header("Content-Type");
            return FromWebhook(request.Body) ?? Checked(FormFields.Read(request.Body, type, "timestamp", "token", "signature"));
        }
        catch (ShapeException)
        {
            return ("", "", "");
        }
    }

    private static (string, string, string)? FromWebhook(ReadOnlyMemory<byte> body)
    {
        if (body.Span.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..]) return null;
        using var json = Delivery.Parse(body);
        var signature = Node.Root(json.RootElement)["signature"];
        return signature.IsObject ? Checked(signature["timestamp"].Id, signature["token"].Id, signature["signature"].Id) : null;
    }

    private static (string, string, string) Checked(FormFields fields) => Checked(fields["timestamp"], fields["token"], fields["signature"]);

    private static (string, string, string) Checked(string? timestamp, string? token, string? signature) =>
        timestamp is { Length: <= Longest } && token is { Length: <= Longest } && signature is { Length: <= Longest } ? (timestamp, token, signature) : ("", "", "");
}
