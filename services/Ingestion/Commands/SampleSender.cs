using System.Net;
using System.Text.Json;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Commands;

/// <param name="Status">Null when nobody answered.</param>
/// <param name="Outcome">What ingestion says the sample would become.</param>
internal sealed record Verdict(bool Ok, int? Status, string? Outcome, string Detail);

/// <summary>Signs a sample as the vendor would, sends it as a dry run, and says in plain words what the answer means.</summary>
internal sealed class SampleSender(Source source, Connection connection)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<Verdict> SendAsync(Uri url, Sample sample, DateTimeOffset now, CancellationToken cancellation)
    {
        if (connection.Secrets is not [.., var secret]) return new(false, 0, null, $"{connection.Id} has no secret yet: ./kpi sources secret add {connection.Id}");
        var signature = source.ProofsFor(connection).Select(proof => proof.Sign(sample.Body, secret, now)).FirstOrDefault(signed => signed is not null);
        if (signature is null) return new(false, 0, null, $"only {source.Title} itself can sign: send its own test from there, and see ./kpi logs ingestion.");
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { Timeout = Patience };
        using var request = new HttpRequestMessage(HttpMethod.Post, new UriBuilder(url) { Query = "dry_run=true" }.Uri) { Content = new ByteArrayContent(sample.Body) };
        var headers = sample.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in signature) headers[name] = value;
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var answer = await http.SendAsync(request, cancellation);
            return Read(answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation), url);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return new(false, null, null, $"nobody answers at {url.GetLeftPart(UriPartial.Authority)}. Is it up (./kpi status)? Elsewhere: --url");
        }
    }

    private Verdict Read(HttpStatusCode status, string body, Uri url) => status switch
    {
        HttpStatusCode.OK when Member(body, "outcome") is { } outcome => new(
            true, 200, outcome, $"ingestion knows {connection.Id} by its signature and {(outcome == "accepted" ? "takes the sample" : $"would answer: {outcome}, {Member(body, "reason")}")}. Nothing was counted."),
        HttpStatusCode.Unauthorized => new(false, 401, null,
            $"ingestion does not let it in (401). It reads another sources file or an older one, it does not know the workspace {connection.Workspace.Name}, or its secret is another one (./kpi sources list, ./kpi logs ingestion)."),
        HttpStatusCode.ServiceUnavailable => new(false, 503, null, $"ingestion cannot take it now (503). {Member(body, "detail")}"),
        HttpStatusCode.NotFound => new(false, 404, null, $"{url.GetLeftPart(UriPartial.Authority)} answers, but is not our ingestion (404): look at --url and at the proxy's paths."),
        _ => new(false, (int)status, null, $"it answers {(int)status}. {Member(body, "detail")}"),
    };

    private static string? Member(string body, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.TryGetProperty(name, out var member) ? member.ToString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
