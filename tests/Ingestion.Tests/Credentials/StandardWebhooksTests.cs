using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KpiPlatform.Ingestion.Credentials;
using KpiPlatform.Platform.Keys;
using Microsoft.AspNetCore.Http;

namespace KpiPlatform.Ingestion.Tests.Credentials;

public sealed class StandardWebhooksTests
{
    private const string Secret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const string Body = "{\"test\": 2432232314}";
    private const long Then = 1614265330;

    [Theory]
    [InlineData(Secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", Then, Body, Signature)]
    [InlineData("C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", 1649367553, """{"email":"test@example.com","username":"test_user"}""", "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=")]
    public void The_published_vectors_verify(string secret, string id, long timestamp, string body, string signature) =>
        Assert.True(Verify(signature, id: id, timestamp: timestamp.ToString(CultureInfo.InvariantCulture), body: body, secret: secret, now: timestamp));

    [Theory]
    [InlineData("v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= " + Signature)]
    [InlineData("nonsense v1, v1,short== " + Signature)]
    public void One_right_signature_among_others_is_enough(string signatures) => Assert.True(Verify(signatures));

    [Theory]
    [InlineData("")]
    [InlineData("v1,")]
    [InlineData("v1")]
    [InlineData("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1O==")]
    [InlineData("v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=")]
    public void A_wrong_signature_does_not_verify(string signature) => Assert.False(Verify(signature));

    [Fact]
    public void Every_single_flipped_bit_of_the_body_is_seen()
    {
        for (var bit = 0; bit < Body.Length * 8; bit++)
        {
            var bytes = Encoding.UTF8.GetBytes(Body);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Verify(Signature, bytes: bytes));
        }
    }

    [Fact]
    public void Every_single_flipped_bit_of_the_signature_is_seen()
    {
        for (var bit = 0; bit < 256; bit++)
        {
            var mac = Convert.FromBase64String(Signature[3..]);
            mac[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Verify("v1," + Convert.ToBase64String(mac)));
        }
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void Five_minutes_either_way_are_tolerated(int late, bool good) => Assert.Equal(good, Verify(Signature, now: Then + late));

    [Theory]
    [InlineData("", "1614265330")]
    [InlineData("msg_p5jXN8AQM9LWM0D4loKWxJel", "1614265330")]
    [InlineData("msg_p5jXN8AQM9LWM0D4loKWxJek", "")]
    [InlineData("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265331")]
    [InlineData("msg_p5jXN8AQM9LWM0D4loKWxJek", "soon")]
    [InlineData("msg_p5jXN8AQM9LWM0D4loKWxJek", "-1614265330")]
    public void Another_id_or_timestamp_does_not_verify(string id, string timestamp) => Assert.False(Verify(Signature, id: id, timestamp: timestamp));

    [Fact]
    public void The_secret_that_fits_says_the_workspace()
    {
        var right = new SigningSecret("s_2", new Workspace("right", []), Convert.FromBase64String(Secret));
        SigningSecret[] secrets = [new("s_1", new Workspace("wrong", []), RandomNumberGenerator.GetBytes(32)), right, new("s_3", new Workspace("wrong", []), RandomNumberGenerator.GetBytes(32))];
        Assert.Same(right, StandardWebhooks.Verify(Headers("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", Signature), Encoding.UTF8.GetBytes(Body), secrets, DateTimeOffset.FromUnixTimeSeconds(Then)));
    }

    private static bool Verify(
        string signature, string id = "msg_p5jXN8AQM9LWM0D4loKWxJek", string timestamp = "1614265330", string body = Body, byte[]? bytes = null, string secret = Secret, long now = Then) =>
        StandardWebhooks.Verify(
            Headers(id, timestamp, signature), bytes ?? Encoding.UTF8.GetBytes(body),
            [new SigningSecret("s_1", new Workspace("acme", []), Convert.FromBase64String(secret))], DateTimeOffset.FromUnixTimeSeconds(now)) is not null;

    private static HeaderDictionary Headers(string id, string timestamp, string signature) => new()
    {
        ["webhook-id"] = id,
        ["webhook-timestamp"] = timestamp,
        ["webhook-signature"] = signature,
    };
}
