using System.Text;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks.Proofs;
using Microsoft.AspNetCore.Http;

namespace KpiPlatform.Ingestion.Tests.Sources;

/// <summary>What is public or another's never stands for a secret.</summary>
public sealed class SignedByOthersTests
{
    [Theory]
    [InlineData("sendgrid", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==", false)]
    [InlineData("sendgrid", "a token of ours", true)]
    [InlineData("surveymonkey", "client_id&client_secret", false)]
    [InlineData("surveymonkey", "a token of ours", true)]
    [InlineData("postmark", "a token of ours", true)]
    [InlineData("nicereply", "a token of ours", true)]
    public void A_key_that_is_not_secret_is_no_token(string source, string secret, bool isToken) =>
        Assert.Equal(isToken, SourceCatalogue.Find(source)!.Proofs.Any(proof => proof.Shows(Request("{}", ("X-Webhook-Token", secret)), secret, Becomes.Connection(source), Becomes.Now)));

    [Theory]
    [InlineData("meta")]
    [InlineData("x")]
    [InlineData("typeform")]
    [InlineData("delighted")]
    [InlineData("surveymonkey")]
    [InlineData("sendgrid")]
    [InlineData("standard-webhooks")]
    [InlineData("cloudevents")]
    public void A_sample_that_we_sign_ourselves_is_taken_and_under_another_secret_it_is_not(string name)
    {
        var (secret, body) = (Convert.ToBase64String("ours, thirty-two bytes of secret"u8), "{}");
        var source = SourceCatalogue.Find(name)!;
        var signed = source.Proofs.Select(proof => proof.Sign(Encoding.UTF8.GetBytes(body), secret, Becomes.Now)).First(headers => headers is not null)!;
        var request = Request(body, [.. signed.Select(header => (header.Key, header.Value))]);
        Assert.Contains(source.Proofs, proof => proof.Shows(request, secret, Becomes.Connection(name), Becomes.Now));
        Assert.DoesNotContain(source.Proofs, proof => proof.Shows(request, Convert.ToBase64String("ours, thirty-two bytes of Secret"u8), Becomes.Connection(name), Becomes.Now));
    }

    [Fact]
    public void A_private_key_given_by_mistake_is_no_shared_secret()
    {
        var proof = new StandardWebhooksProof();
        Assert.Null(proof.Sign("{}"u8, "whsk_" + Convert.ToBase64String(new byte[32]), Becomes.Now));
        Assert.Null(proof.Sign("{}"u8, "not base64!", Becomes.Now));
        Assert.False(proof.Shows(Request("{}", ("webhook-signature", "v1,AAAA")), "not base64!", Becomes.Connection("standard-webhooks"), Becomes.Now));
    }

    private static SignedRequest Request(string body, params (string Name, string Value)[] headers)
    {
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers) dictionary.Append(name, value);
        return new SignedRequest(dictionary, QueryCollection.Empty, Encoding.UTF8.GetBytes(body));
    }
}
