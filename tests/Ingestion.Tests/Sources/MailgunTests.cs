using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks.Proofs;
using Microsoft.AspNetCore.Http;

namespace KpiPlatform.Ingestion.Tests.Sources;

/// <summary>Mailgun, whose proof is inside the body.</summary>
public sealed class MailgunTests
{
    private const string Key = "ours-key";
    private static readonly string[] Wrong = ["", "{", "[]", "{\"signature\":7}", "{\"signature\":{\"timestamp\":\"x\",\"token\":\"t\",\"signature\":\"zz\"}}", "token=t&timestamp=1&signature=00", "%%%&&&==="];

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=b")]
    public void A_route_posts_a_form_that_shows_the_key(string type)
    {
        var fields = Fields();
        var body = type.StartsWith("multipart", StringComparison.Ordinal)
            ? string.Concat(fields.Select(field => $"--b\r\nContent-Disposition: form-data; name=\"{field.Key}\"\r\n\r\n{field.Value}\r\n")) + "--b--\r\n"
            : string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        Assert.True(IsShown(body, type));
        Assert.False(IsShown(body, type, secret: "other"));
        Assert.Equal("email", Becomes.One("mailgun", body, null, ("Content-Type", type)).Data.Channel?.ToString().ToLowerInvariant());
    }

    [Fact]
    public void What_is_malformed_shows_nothing_and_throws_nothing() => Assert.All(Wrong, body =>
    {
        Assert.False(IsShown(body, "application/json"));
        Assert.False(IsShown(body, "application/x-www-form-urlencoded"));
        Assert.False(IsShown(body, "multipart/form-data; boundary=b"));
        Assert.False(IsShown(body, "multipart/form-data"));
    });

    [Fact]
    public void A_delivery_sent_again_with_another_token_is_the_same_event()
    {
        var (once, again) = (Fields(), Fields());
        (again["token"], again["timestamp"]) = ("another", "1772439999");
        string Json(Dictionary<string, string> fields) => System.Text.Json.JsonSerializer.Serialize(fields);
        Assert.Equal(Becomes.One("mailgun", Json(once)).Id, Becomes.One("mailgun", Json(again)).Id);
    }

    private static Dictionary<string, string> Fields()
    {
        var (timestamp, token) = (Becomes.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), "0123456789abcdef");
        return new(StringComparer.Ordinal)
        {
            ["recipient"] = "desk@in.shop.example",
            ["timestamp"] = timestamp,
            ["token"] = token,
            ["signature"] = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes(timestamp + token))),
            ["message-headers"] = """[["From","Jo <jo@example.net>"],["Message-Id","<one@a>"],["Date","Mon, 2 Mar 2026 09:15:00 +0100"]]""",
        };
    }

    private static bool IsShown(string body, string type, string secret = Key) => SourceCatalogue.Find("mailgun")!.Proofs[0].Shows(
        new SignedRequest(new HeaderDictionary { ["Content-Type"] = type }, QueryCollection.Empty, Encoding.UTF8.GetBytes(body)), secret, Becomes.Connection("mailgun"), Becomes.Now);
}
