using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KpiPlatform.Testing;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>
/// One story, told by each help desk in its own words: a customer writes at 10:00, a bot or automation answers, a colleague leaves a note at 10:05, Sam answers at 10:10,
/// the customer writes back at 10:20, Sam answers at 10:30 and resolves at 11:00, the customer is happy. The numbers must be the same whoever tells it.
/// </summary>
public sealed class HelpDeskTests(RunningStack running) : IClassFixture<RunningStack>
{
    private const string Day = "from=2026-03-02&to=2026-03-03&timezone=UTC";

    [Theory]
    [InlineData("chatwoot")]
    [InlineData("freshdesk")]
    [InlineData("front")]
    [InlineData("helpscout")]
    [InlineData("intercom")]
    [InlineData("zammad")]
    [InlineData("zendesk")]
    public async Task Every_help_desk_tells_the_same_story(string vendor)
    {
        using var workspace = await Workspace.NewAsync(running.Stack, "desk-" + vendor);
        var deliveries = await TellAsync(running.Stack, workspace, vendor);
        await Eventually.HoldsAsync(() => CheckAsync(workspace, replies: 2));
        if (deliveries.Any(IsRating)) await Eventually.HoldsAsync(async () => Assert.Equal(1, await NumberAsync(workspace, "csat_positive", "from=2026-03-02&to=2030-01-01&timezone=UTC")));
    }

    /// <summary>Connects the help desk and has it tell the story: late, twice and in the wrong order, as vendors promise nothing.</summary>
    internal static async Task<string[]> TellAsync(KpiStack stack, Workspace workspace, string vendor)
    {
        var secret = $"secret of {vendor}";
        var url = await stack.ConnectAsync(vendor, workspace.Name, secret);
        var deliveries = await File.ReadAllLinesAsync(Path.Combine(SharedFolder.Root, "tests/EndToEnd.Tests/stories", vendor + ".ndjson"));

        await Eventually.HoldsAsync(async () => Assert.Equal(HttpStatusCode.Accepted, await DeliverAsync(url, vendor, secret, deliveries[0])));

        var dice = new Random(vendor.Length);
        foreach (var delivery in deliveries.Concat(deliveries).OrderBy(_ => dice.Next()))
            Assert.Equal(HttpStatusCode.Accepted, await DeliverAsync(url, vendor, secret, delivery));
        Assert.Equal(HttpStatusCode.Unauthorized, await DeliverAsync(url, vendor, secret + "x", deliveries[0]));
        return deliveries;
    }

    internal static async Task CheckAsync(Workspace workspace, int replies)
    {
        Assert.Equal(1, await NumberAsync(workspace, "tickets_opened"));
        Assert.Equal(1, await NumberAsync(workspace, "tickets_resolved"));
        Assert.Equal(600, await NumberAsync(workspace, "first_response_time"));
        Assert.Equal(3600, await NumberAsync(workspace, "resolution_time"));
        Assert.Equal(0, await NumberAsync(workspace, "tickets_reopened"));
        Assert.Equal(replies, await NumberAsync(workspace, "replies_per_resolution"));
    }

    private static async Task<HttpStatusCode> DeliverAsync(Uri url, string vendor, string secret, string delivery)
    {
        var told = JsonSerializer.Deserialize<JsonElement>(delivery);
        var body = Encoding.UTF8.GetBytes(told.GetProperty("body").GetRawText());
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var header in told.GetProperty("headers").EnumerateObject()) request.Headers.Add(header.Name, header.Value.GetString());
        foreach (var (name, value) in VendorSignatures.Of(vendor, secret, body, TimeProvider.System.GetUtcNow())) request.Headers.Add(name, value);
        using var http = new HttpClient();
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<double> NumberAsync(Workspace workspace, string kpi, string window = Day)
    {
        var number = await workspace.NumberAsync(kpi, window);
        return number.GetProperty("value") is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : double.NaN;
    }

    private static bool IsRating(string delivery) =>
        delivery.Contains("csat_survey_response", StringComparison.Ordinal) || delivery.Contains("satisfaction", StringComparison.Ordinal)
        || delivery.Contains("rating.added", StringComparison.Ordinal) || delivery.Contains("survey_answered", StringComparison.Ordinal);
}
