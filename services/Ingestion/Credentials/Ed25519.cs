using System.Numerics;
using System.Security.Cryptography;

namespace KpiPlatform.Ingestion.Credentials;

/// <summary>
/// Verifies Ed25519 signatures (RFC 8032 §5.1.7), which .NET does not have. Only public values go in, so it need not take constant time; it takes a few milliseconds. Nothing is
/// signed here and no private key is read.
/// </summary>
internal static class Ed25519
{
    public const int KeyBytes = 32;
    public const int SignatureBytes = 64;

    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
    private static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    private static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);
    private static readonly Point Neutral = new(0, 1, 1, 0);
    private static readonly Point Base = Decode(Encode(4 * Inverse(5), isOdd: false))!.Value;

    /// <summary>False for everything that is wrong with it, a key that is no point of the curve included.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != KeyBytes || signature.Length != SignatureBytes || Decode(publicKey) is not { } key) return false;
        var s = Number(signature[32..]);
        if (s >= Order) return false;
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        sha.AppendData(signature[..32]);
        sha.AppendData(publicKey);
        sha.AppendData(message);
        var k = Number(sha.GetHashAndReset()) % Order;
        // R = sB - kA
        var r = Sum(s, Base, k, new Point(P - key.X, key.Y, key.Z, P - key.T));
        var z = Inverse(r.Z);
        return Encode(r.Y * z, !Mod(r.X * z).IsEven).AsSpan().SequenceEqual(signature[..32]);
    }

    /// <summary>aA + bB, both at once: one doubling a bit.</summary>
    private static Point Sum(BigInteger a, Point pointA, BigInteger b, Point pointB)
    {
        var (sum, both) = (Neutral, Add(pointA, pointB));
        for (var bit = (int)Math.Max(a.GetBitLength(), b.GetBitLength()) - 1; bit >= 0; bit--)
        {
            sum = Add(sum, sum);
            var (inA, inB) = (!(a >> bit).IsEven, !(b >> bit).IsEven);
            if (inA || inB) sum = Add(sum, inA && inB ? both : inA ? pointA : pointB);
        }

        return sum;
    }

    /// <summary>The complete addition of RFC 8032 §5.1.4, in extended homogeneous coordinates; it doubles as well.</summary>
    private static Point Add(Point a, Point b)
    {
        var (e, f) = (Mod((a.Y - a.X) * (b.Y - b.X)), Mod((a.Y + a.X) * (b.Y + b.X)));
        var (g, h) = (Mod(2 * a.T * Mod(D * b.T)), Mod(2 * a.Z * b.Z));
        var (k, l, m, n) = (f - e, h - g, h + g, f + e);
        return new Point(Mod(k * l), Mod(m * n), Mod(l * m), Mod(k * n));
    }

    /// <summary>A point from its y and the parity of its x (RFC 8032 §5.1.3); null when there is none.</summary>
    private static Point? Decode(ReadOnlySpan<byte> bytes)
    {
        var isOdd = (bytes[31] & 0x80) != 0;
        byte[] bare = [.. bytes];
        bare[31] &= 0x7f;
        var y = Number(bare);
        if (y >= P) return null;
        var (u, v) = (Mod((y * y) - 1), Mod((D * y * y) + 1));
        var x = Mod(u * Power(v, 3) * BigInteger.ModPow(Mod(u * Power(v, 7)), (P - 5) / 8, P));
        var square = Mod(v * x * x);
        if (square == Mod(-u)) x = Mod(x * RootOfMinusOne);
        else if (square != u) return null;
        if (x.IsZero && isOdd) return null;
        if (x.IsEven == isOdd) x = P - x;
        return new Point(x, y, 1, Mod(x * y));
    }

    private static byte[] Encode(BigInteger y, bool isOdd)
    {
        var bytes = new byte[KeyBytes];
        Mod(y).TryWriteBytes(bytes, out _, isUnsigned: true);
        if (isOdd) bytes[31] |= 0x80;
        return bytes;
    }

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true);

    private static BigInteger Power(BigInteger value, int exponent) => BigInteger.ModPow(value, exponent, P);

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(value, P - 2, P);

    private static BigInteger Mod(BigInteger value) => ((value % P) + P) % P;

    private readonly record struct Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T);
}
