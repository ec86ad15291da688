using KpiPlatform.Ingestion.Credentials;

namespace KpiPlatform.Ingestion.Tests.Credentials;

/// <summary>The test vectors of RFC 8032 §7.1, and what must not pass.</summary>
public sealed class Ed25519Tests
{
    private const string Key2 = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    private const string Signature2 = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

    [Theory]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(Key2, "72", Signature2)]
    [InlineData("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82", "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void The_published_vectors_verify(string key, string message, string signature) =>
        Assert.True(Ed25519.Verify(Convert.FromHexString(key), Convert.FromHexString(message), Convert.FromHexString(signature)));

    [Fact]
    public void No_bit_of_signature_key_or_message_can_be_changed()
    {
        byte[] all = [.. Convert.FromHexString(Key2), 0x72, .. Convert.FromHexString(Signature2)];
        for (var bit = 0; bit < all.Length * 8; bit++)
        {
            var flipped = all.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Ed25519.Verify(flipped.AsSpan(0, 32), flipped.AsSpan(32, 1), flipped.AsSpan(33)), $"bit {bit}");
        }
    }

    [Fact]
    public void A_second_signature_made_of_the_first_by_adding_the_order_is_refused()
    {
        var signature = Convert.FromHexString(Signature2);
        var order = Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        for (int i = 0, carry = 0; i < 32; i++)
        {
            carry += signature[32 + i] + order[i];
            signature[32 + i] = (byte)carry;
            carry >>= 8;
        }

        Assert.False(Ed25519.Verify(Convert.FromHexString(Key2), [0x72], signature));
    }

    [Fact]
    public void Keys_and_signatures_of_other_lengths_or_no_points_are_refused()
    {
        Assert.False(Ed25519.Verify([], [0x72], Convert.FromHexString(Signature2)));
        Assert.False(Ed25519.Verify(Convert.FromHexString(Key2), [0x72], new byte[63]));
        Assert.False(Ed25519.Verify(Enumerable.Repeat((byte)0xff, 32).ToArray(), [0x72], Convert.FromHexString(Signature2)));
    }
}
