using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Tickets;
using KpiPlatform.Platform.Hosting;
using KpiPlatform.Query.Hosting;
using KpiPlatform.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace KpiPlatform.Query.Tests;

/// <summary>The service as it runs, on a port and a database of its own, with a clock that stands still.</summary>
public sealed class QueryService : IAsyncLifetime
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 30, 15, TimeSpan.Zero);
    private readonly string keysFile = Path.GetTempFileName();
    private WebApplication app = null!;
    private Task? done;

    internal FactWriter Writer { get; private set; } = null!;
    internal string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await (await PostgresServer.GetAsync()).NewDatabaseAsync("query");
        Writer = new(ConnectionString);
        await Writer.CreateSchemaAsync();
        await File.WriteAllTextAsync(keysFile, Keys());
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["KPI_POSTGRES"] = ConnectionString,
            ["KPI_KEYS_FILE"] = keysFile,
            ["KPI_LOG_LEVEL"] = "Warning",
            ["KPI_RATE_LIMIT"] = "300",
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(new StandingClock());
        builder.AddPlatform("kpi-query");
        builder.AddQuery();
        app = builder.Build();
        app.UsePlatform();
        app.MapQuery();
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
        File.Delete(keysFile);
    }

    /// <summary>Does this for the first test of a class: the others find it done.</summary>
    public Task OnceAsync(Func<Task> setUp) => done ??= setUp();

    /// <summary>Counts stories in a workspace.</summary>
    public Task TellAsync(string workspace, params Story[] stories) => Writer.WriteAsync(workspace, [.. stories.SelectMany(FactsOf)]);

    /// <param name="key">acme, globex (a workspace each; globex is an admin's), acme-blind (without agents), acme-write (without metrics), acme-targets (only for writing rules).</param>
    public async Task<HttpResponseMessage> GetAsync(string path, string? key = "acme", string? ifNoneMatch = null)
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "kpi_live_" + key);
        if (ifNoneMatch is not null) client.DefaultRequestHeaders.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        return await client.GetAsync(path);
    }

    /// <param name="condition">A header: <c>If-Match: "r1"</c>.</param>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string? condition = null, string key = "globex")
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "kpi_live_" + key);
        if (condition?.Split(": ") is [var name, var value]) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    public async Task<JsonElement> JsonAsync(string path, string key = "acme", int status = 200)
    {
        using var response = await GetAsync(path, key);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    private static IReadOnlyList<Fact> FactsOf(Story story) =>
        FactSheet.Of(StreamId.Of(story.Events[0]), Timeline.Empty.With(story.Events).Timeline, Catalogue.Default, new Conditions(Rules.None, DateTimeOffset.MinValue));

    private static string Keys()
    {
        var secret = Convert.ToBase64String(new byte[32]);
        return $$"""
            {"workspaces":[{"name":"acme","customer_key":"{{secret}}"},{"name":"globex","customer_key":"{{secret}}"}],
             "keys":[{{Key("acme", "acme", "metrics:read", "metrics.agents:read")}},{{Key("acme-blind", "acme", "metrics:read")}},{{Key("acme-write", "acme", "events:write")}},{{Key("acme-targets", "acme", "targets:write")}},{{Key("globex", "globex", "admin")}}],
             "signing_secrets":[]}
            """;
    }

    private static string Key(string name, string workspace, params string[] scopes)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("kpi_live_" + name)));
        return $$"""{"id":"k_{{name}}","workspace":"{{workspace}}","sha256":"{{hash}}","scopes":{{JsonSerializer.Serialize(scopes)}},"created_at":"2026-01-01T00:00:00Z","revoked_at":null}""";
    }

    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
