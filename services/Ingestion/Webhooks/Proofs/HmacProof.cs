using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KpiPlatform.Ingestion.Webhooks.Proofs;

/// <summary>How a MAC is written in a header.</summary>
internal enum MacText
{
    Hex,
    Base64,
}

/// <summary>The time inside a MAC: which header has it, and what stands between it and the body.</summary>
/// <param name="Separator">E.g. "." in <c>{timestamp}.{body}</c>.</param>
internal sealed record MacTime(string Header, string Separator);

/// <summary>
/// An HMAC over the raw body in a header, as most vendors have it: <c>X-Hub-Signature-256: sha256=…</c>. With <see cref="Time"/> the MAC covers
/// a timestamp before the body, which may not be more than five minutes away; without it only the events' identity keeps replays from counting.
/// </summary>
internal sealed class HmacProof(string header, HashAlgorithmName algorithm, MacText text) : Proof
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Before the MAC, e.g. <c>sha256=</c>.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Null when the MAC covers the body alone.</summary>
    public MacTime? Time { get; init; }

    /// <summary>How our own samples write the time.</summary>
    public Func<DateTimeOffset, string> WriteTime { get; init; } = static now => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public override bool Shows(SignedRequest request, string secret, Connection connection, DateTimeOffset now)
    {
        var timestamp = Time is null ? "" : request.Header(Time.Header);
        var given = Decode(request.Header(header));
        var expected = Mac(timestamp, request.Body.Span, secret);
        var fits = CryptographicOperations.FixedTimeEquals(given ?? new byte[expected.Length], expected);
        return fits && given is not null && (Time is null || IsRecent(timestamp, now));
    }

    public override IReadOnlyList<KeyValuePair<string, string>> Sign(ReadOnlySpan<byte> body, string secret, DateTimeOffset now)
    {
        var timestamp = Time is null ? "" : WriteTime(now);
        var mac = Mac(timestamp, body, secret);
        var signature = KeyValuePair.Create(header, Prefix + (text == MacText.Hex ? Convert.ToHexStringLower(mac) : Convert.ToBase64String(mac)));
        return Time is null ? [signature] : [KeyValuePair.Create(Time.Header, timestamp), signature];
    }

    private byte[] Mac(string timestamp, ReadOnlySpan<byte> body, string secret)
    {
        using var mac = IncrementalHash.CreateHMAC(algorithm, Encoding.UTF8.GetBytes(secret));
        if (Time is not null) mac.AppendData(Encoding.UTF8.GetBytes(timestamp + Time.Separator));
        mac.AppendData(body);
        return mac.GetHashAndReset();
    }

    private byte[]? Decode(string value)
    {
        if (value.Length is 0 or > 256 || !value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return null;
        var mac = value.AsSpan(Prefix.Length).Trim();
        if (text == MacText.Hex) return mac.Length % 2 == 0 && !mac.ContainsAnyExcept(Hex) ? Convert.FromHexString(mac) : null;
        return Base64.IsValid(mac) ? Convert.FromBase64String(mac.ToString()) : null;
    }

    private static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    private static bool IsRecent(string timestamp, DateTimeOffset now) =>
        timestamp.Length <= 40 && VendorTime.Parse(timestamp) is { } at && (now - at).Duration() <= Tolerance;
}
