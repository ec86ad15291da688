using System.Text;

namespace KpiPlatform.Ingestion.Tests.Sources;

/// <summary>How vendors try an endpoint before they use it, among the vectors.</summary>
public sealed class HandshakeVectorTests
{
    public static TheoryData<SignatureVector> Handshakes => [.. SignatureVector.All().Where(vector => vector.Method != "POST")];

    [Theory]
    [MemberData(nameof(Handshakes))]
    public async Task A_handshake_is_answered_as_it_should(SignatureVector vector)
    {
        var http = await Becomes.HandshakeAsync(vector.Source, vector.Method, vector.Query ?? "", [.. vector.Headers.Select(header => (header.Key, header.Value))], vector.Connection);
        Assert.Equal(vector.Valid, http is not null); // null is the endpoint's 401, the same as for every stranger
        if (http is null) return;
        var expected = vector.ExpectedResponse!.Value;
        Assert.Equal(expected.GetProperty("status").GetInt32(), http.Response.StatusCode);
        if (expected.TryGetProperty("body", out var body)) Assert.Equal(body.GetString(), Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray()));
        if (expected.TryGetProperty("content_type", out var type)) Assert.StartsWith(type.GetString()!, http.Response.ContentType, StringComparison.Ordinal);
        if (expected.TryGetProperty("headers", out var headers)) Assert.All(headers.EnumerateObject(), header => Assert.Equal(header.Value.GetString(), http.Response.Headers[header.Name]));
    }
}
