using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KpiPlatform.Benchmarks.Posts;

/// <summary>Whole HTTP requests as bytes, each with one event and its Standard Webhooks signature, made before the clock runs.</summary>
internal static class SignedPosts
{
    public static byte[][] Make(int count, byte[] secret, int port, DateTimeOffset now)
    {
        using var mac = new HMACSHA256(secret);
        var run = RandomNumberGenerator.GetHexString(8, lowercase: true);
        return [.. Enumerable.Range(0, count).Select(n => Request(mac, run, n, port, now))];
    }

    private static byte[] Request(HMACSHA256 mac, string run, int n, int port, DateTimeOffset now)
    {
        var body = string.Create(CultureInfo.InvariantCulture,
            $$"""{"specversion":"1.0","id":"{{run}}-{{n}}","source":"/bench/desk","type":"helpdesk.ticket.replied","subject":"T-{{n % 5000}}","time":"{{now:yyyy-MM-dd'T'HH:mm:ss'Z'}}","data":{"author":"agent","agent":"anna-{{n % 60}}","handle_seconds":240} }""");
        var signature = Convert.ToBase64String(mac.ComputeHash(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{run}-{n}.{now.ToUnixTimeSeconds()}.{body}"))));
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"POST /v1/events HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncontent-type: application/cloudevents+json\r\nwebhook-id: {run}-{n}\r\nwebhook-timestamp: {now.ToUnixTimeSeconds()}\r\nwebhook-signature: v1,{signature}\r\ncontent-length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
    }
}
