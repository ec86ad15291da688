using System.Text;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Tests.Sources;

/// <summary>
/// Every signature that vendors published or that somebody computed by their rules, and one of our own for each scheme (<c>vectors.json</c> beside this file, made with Node's
/// crypto): right ones are taken, and none of them with one bit changed.
/// </summary>
public sealed class SignatureVectorTests
{
    /// <summary>Where we answer otherwise, on purpose.</summary>
    private static readonly Dictionary<string, string> Otherwise = new(StringComparer.Ordinal)
    {
        ["chatwoot.unsigned.legacy"] = "an unsigned request must show the secret as a token, also where unsigned ones are allowed",
    };

    public static TheoryData<SignatureVector> All => [.. Posts()];

    public static TheoryData<SignatureVector> Right => [.. Posts().Where(IsRight)];

    /// <summary>Mailgun's is in the body.</summary>
    public static TheoryData<SignatureVector> SignedInAHeader => [.. Posts().Where(vector => IsRight(vector) && vector.MacHeader is not null)];

    public static TheoryData<SignatureVector> WithATime => [.. Posts().Where(vector => IsRight(vector) && (vector.TimeHeader is not null || vector.Source == "mailgun"))];

    [Fact]
    public void Every_vector_has_a_source() => Assert.All(SignatureVector.All(), vector => Assert.NotNull(SourceCatalogue.Find(vector.Source)));

    [Theory]
    [MemberData(nameof(All))]
    public void A_right_signature_is_taken_and_a_wrong_one_is_not(SignatureVector vector) => Assert.Equal(IsRight(vector), vector.IsShown(SourceOf(vector), vector.SignedAt));

    [Theory]
    [MemberData(nameof(Right))]
    public void No_bit_of_the_body_can_be_changed(SignatureVector vector)
    {
        foreach (var bit in Bits(vector.Body.Length))
        {
            var body = Flip(vector.Body, bit);
            // Hexadecimal digits may be of either case.
            var isOnlyCase = char.ToLowerInvariant((char)body[bit / 8]) == char.ToLowerInvariant((char)vector.Body[bit / 8]);
            var isCovered = vector.Source != "mailgun" || (IsInsideMailgunsSignature(vector, bit / 8) && !isOnlyCase);
            if (isCovered) AssertRefused(vector, vector with { Body = body }, $"bit {bit} of the body");
        }
    }

    [Theory]
    [MemberData(nameof(SignedInAHeader))]
    public void No_bit_of_the_signature_can_be_changed(SignatureVector vector)
    {
        var header = vector.MacHeader!;
        var value = vector.Headers[header];
        // The last of a list: of the others each is enough.
        var begin = Math.Max(value.LastIndexOfAny(['=', ',', ' '], Math.Max(0, value.TrimEnd('=').Length - 1)) + 1, 0);
        var mac = value[begin..];
        var isHex = mac.Length % 2 == 0 && mac.All(char.IsAsciiHexDigit);
        var bytes = isHex ? Convert.FromHexString(mac) : Convert.FromBase64String(mac);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = Flip(bytes, bit);
            AssertRefused(vector, WithHeader(vector, header, value[..begin] + (isHex ? Convert.ToHexStringLower(flipped) : Convert.ToBase64String(flipped))), $"bit {bit} of the signature");
        }

        AssertRefused(vector, WithHeader(vector, header, ""), "no signature");
    }

    [Theory]
    [MemberData(nameof(Right))]
    public void No_bit_of_the_secret_can_be_changed(SignatureVector vector)
    {
        var begin = vector.Secret.IndexOf('_', StringComparison.Ordinal) is > 0 and var at && vector.Secret.StartsWith("wh", StringComparison.Ordinal) ? at + 1 : 0;
        var secret = Encoding.ASCII.GetBytes(vector.Secret[begin..]);
        for (var bit = 0; bit < secret.Length * 8; bit++)
        {
            // The eighth bit leaves ASCII; the last character of base64 has bits that mean nothing.
            if (bit % 8 == 7 || (vector.Algorithm.Contains("base64", StringComparison.Ordinal) && bit / 8 >= secret.AsSpan().TrimEnd((byte)'=').Length - 1)) continue;
            AssertRefused(vector, vector with { Secret = vector.Secret[..begin] + Encoding.ASCII.GetString(Flip(secret, bit)) }, $"bit {bit} of the secret");
        }
    }

    [Theory]
    [MemberData(nameof(WithATime))]
    public void A_time_that_is_signed_can_be_neither_changed_nor_old(SignatureVector vector)
    {
        if (vector.TimeHeader is { } header)
        {
            var value = vector.Headers[header];
            foreach (var bit in Bits(value.Length)) AssertRefused(vector, WithHeader(vector, header, Encoding.Latin1.GetString(Flip(Encoding.Latin1.GetBytes(value), bit))), $"bit {bit} of the time");
        }

        foreach (var late in new[] { TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(-6) }) Assert.False(vector.IsShown(SourceOf(vector), vector.SignedAt + late), $"{vector.Id} {late} late");
        Assert.True(vector.IsShown(SourceOf(vector), vector.SignedAt + TimeSpan.FromMinutes(4)), vector.Id);
    }

    private static bool IsRight(SignatureVector vector) => vector.Valid && !Otherwise.ContainsKey(vector.Id);

    private static IEnumerable<SignatureVector> Posts() => SignatureVector.All().Where(vector => vector.Method == "POST");

    private static Source SourceOf(SignatureVector vector) => SourceCatalogue.Find(vector.Source)!;

    private static void AssertRefused(SignatureVector right, SignatureVector changed, string what) =>
        Assert.False(changed.IsShown(SourceOf(right), right.SignedAt), $"{right.Id}: {what} changed and it was taken.");

    private static SignatureVector WithHeader(SignatureVector vector, string name, string value) =>
        vector with { Headers = new Dictionary<string, string>(vector.Headers, StringComparer.OrdinalIgnoreCase) { [name] = value } };

    private static byte[] Flip(byte[] bytes, int bit)
    {
        var flipped = bytes.ToArray();
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    /// <summary>All of a short text, some of a long one.</summary>
    private static IEnumerable<int> Bits(int bytes) => bytes <= 64 ? Enumerable.Range(0, bytes * 8) : Enumerable.Range(0, 500).Select(i => (int)((long)i * ((bytes * 8) - 1) / 499));

    private static bool IsInsideMailgunsSignature(SignatureVector vector, int at)
    {
        var text = Encoding.Latin1.GetString(vector.Body);
        return new[] { "timestamp", "token", "signature" }.Select(vector.InBody).Any(value => text.IndexOf($"\"{value}\"", StringComparison.Ordinal) is var begin && at > begin && at <= begin + value.Length);
    }
}
