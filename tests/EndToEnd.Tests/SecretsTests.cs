using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KpiPlatform.Testing;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>Secrets and what customers say are sent wherever they can be sent, and then looked for in everything that was written.</summary>
public sealed class SecretsTests
{
    private const string Customer = "anna.privat@example.com";
    private static readonly string ConnectionSecret = "cs" + RandomNumberGenerator.GetHexString(40);
    private static readonly string Guess = "gs" + RandomNumberGenerator.GetHexString(40);
    private static readonly string SaidByCustomer = "sc" + RandomNumberGenerator.GetHexString(40);

    [Fact]
    public async Task No_secret_and_no_word_of_a_customer_is_in_any_log_trace_metric_or_error()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        string[] secrets, answers;
        string folder;
        await using (var stack = await TracedStack.StartAsync(receiver.Address, ("KPI_LOG_LEVEL", "Verbose"), ("OTEL_BLRP_SCHEDULE_DELAY", "200"), ("OTEL_METRIC_EXPORT_INTERVAL", "500")))
        {
            folder = stack.Folder;
            using var workspace = await Workspace.NewAsync(stack, "secretive");
            await ConnectAsync(stack);
            secrets = [workspace.Key, ConnectionSecret, Guess, Basic(ConnectionSecret), Basic(Guess), SaidByCustomer, Customer];
            answers = [.. await WebhooksAsync(stack), .. await EventsAsync(stack, workspace)];
            await Task.Delay(1500);
        }

        Assert.All((string[])["traces", "logs", "metrics"], signal => Assert.Contains(receiver.Exports, export => export.Signal == signal));
        var written = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not ("keys.json" or "sources.json" or "spool.lock"))
            .Select(file => (Name: file, Text: Encoding.UTF8.GetString(File.ReadAllBytes(file)))).ToList();
        Assert.Contains(written, file => file.Name.EndsWith("ingestion.log", StringComparison.Ordinal) && file.Text.Length > 0);
        written.AddRange(receiver.Exports.Select(export => (export.Signal, Encoding.UTF8.GetString(export.Body))));
        written.AddRange(answers.Select(answer => ("an answer", answer)));
        Assert.Contains(written, each => each.Name == "traces" && each.Text.Contains("/v1/webhooks/nicereply/secretive", StringComparison.Ordinal));
        foreach (var secret in secrets) Assert.DoesNotContain(written, each => each.Text.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Right and wrong secrets, in every place that vendors put them, on good and bad payloads.</summary>
    private static async Task<IReadOnlyList<string>> WebhooksAsync(KpiStack stack)
    {
        using var http = new HttpClient { BaseAddress = stack.IngestUrl };
        var answers = new List<string>();
        foreach (var secret in (string[])[ConnectionSecret, Guess])
        {
            foreach (var path in (string[])["nicereply/secretive", "chatwoot/secretive", "nothing/secretive"])
            {
                foreach (var body in (string[])["{", $"{{\"comment\":\"{SaidByCustomer}\",\"{SaidByCustomer}\":\"{Customer}\"}}", $"\"{SaidByCustomer}"])
                {
                    answers.Add(await SendAsync(http, $"/v1/webhooks/{path}?token={secret}", body));
                    answers.Add(await SendAsync(http, $"/v1/webhooks/{path}", body, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret)));
                    answers.Add(await SendAsync(http, $"/v1/webhooks/{path}", body, request => request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Basic(secret))));
                    answers.Add(await SendAsync(http, $"/v1/webhooks/{path}", body, request => request.Headers.Add("X-Webhook-Token", secret)));
                }
            }

            answers.Add(await http.GetStringOrReasonAsync($"/v1/webhooks/nicereply/secretive?token={secret}"));
            answers.Add(await http.GetStringOrReasonAsync($"/nowhere?token={secret}"));
        }

        return answers;
    }

    private static async Task<IReadOnlyList<string>> EventsAsync(KpiStack stack, Workspace workspace)
    {
        using var http = new HttpClient { BaseAddress = stack.IngestUrl };
        var good = $$$"""{"specversion":"1.0","id":"e1","source":"/own/a","type":"helpdesk.ticket.opened","subject":"t1","time":"2025-09-01T00:00:00Z","data":{"channel":"email","customer":"{{{Customer}}}","comment":"{{{SaidByCustomer}}}"}}""";
        var answers = new List<string>();
        foreach (var body in (string[])[good, good[..^3], good.Replace("\"email\"", "7", StringComparison.Ordinal)])
        {
            foreach (var key in (string[])[workspace.Key, Guess]) answers.Add(await SendAsync(http, $"/v1/events?token={Guess}", body, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key)));
        }

        answers.Add(await SendAsync(http, "/v1/events", good, request => request.Headers.TryAddWithoutValidation("X-Long", string.Concat(Enumerable.Repeat(Guess, 1000)))));
        return answers;
    }

    private static async Task<string> SendAsync(HttpClient http, string address, string body, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, "application/cloudevents+json") };
        change?.Invoke(request);
        using var answer = await http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    private static string Basic(string secret) => Convert.ToBase64String(Encoding.UTF8.GetBytes("kpi:" + secret));

    private static async Task ConnectAsync(KpiStack stack)
    {
        object Connection(string source) => new
        {
            id = "c_" + source,
            source,
            workspace = "secretive",
            account = "main",
            created_at = "2026-01-01T00:00:00Z",
            secrets = new[] { new { id = "w_1", created_at = "2026-01-01T00:00:00Z", value = ConnectionSecret } },
        };
        var file = Path.Combine(stack.Folder, "sources.json");
        await File.WriteAllTextAsync(file + ".new", JsonSerializer.Serialize(new { connections = new[] { Connection("nicereply"), Connection("chatwoot") } }));
        File.Move(file + ".new", file, overwrite: true);
        using var http = new HttpClient { BaseAddress = stack.IngestUrl };
        await Eventually.HoldsAsync(async () => Assert.DoesNotContain("unauthorized", await SendAsync(http, "/v1/webhooks/nicereply/secretive", "{", request => request.Headers.Add("X-Webhook-Token", ConnectionSecret)), StringComparison.Ordinal));
    }
}

internal static class AnswerText
{
    /// <summary>The body, whatever the status.</summary>
    public static async Task<string> GetStringOrReasonAsync(this HttpClient http, string address)
    {
        using var answer = await http.GetAsync(address);
        return await answer.Content.ReadAsStringAsync();
    }
}
