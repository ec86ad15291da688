using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using KpiPlatform.Ingestion.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KpiPlatform.Ingestion.Tests.Reconciling;

/// <summary>A vendor's REST API on loopback: its paging, its limits and its whims, over made-up tickets.</summary>
internal abstract class FakeHelpDesk : IAsyncDisposable
{
    public const string Token = "let-me-in";
    private WebApplication? app;
    private int requests;

    /// <summary>What is asked of the connection beside url and token.</summary>
    public abstract JsonObject Options { get; }

    public abstract Source Source { get; }

    /// <summary>All there are; change them under <see cref="Gate"/>.</summary>
    public List<FakeTicket> Tickets { get; init; } = [];

    public Lock Gate { get; } = new();

    /// <summary>Paths with queries, as they were asked.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>What happens before a request is answered, given its number; a status that is not null is the answer.</summary>
    public Func<int, int?> Whim { get; set; } = _ => null;

    public Uri Url => new(app!.Urls.First());

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Use(async (HttpContext http, RequestDelegate next) =>
        {
            Asked.Enqueue(http.Request.Path + http.Request.QueryString);
            var status = Whim(Interlocked.Increment(ref requests)) ?? (IsLetIn(http.Request) ? null : StatusCodes.Status401Unauthorized);
            if (status is null)
            {
                await next(http);
                return;
            }

            http.Response.StatusCode = status.Value;
            if (status == StatusCodes.Status429TooManyRequests) http.Response.Headers.RetryAfter = "1";
        });
        Map(app);
        await app.StartAsync();
    }

    /// <summary>What the vendor's webhooks say of a ticket.</summary>
    public abstract IEnumerable<JsonObject> Hooks(FakeTicket ticket);

    /// <summary>A ticket as one record with its whole history.</summary>
    public abstract JsonObject Record(FakeTicket ticket);

    public async ValueTask DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
    }

    protected abstract void Map(WebApplication app);

    protected abstract bool IsLetIn(HttpRequest request);

    protected static int Number(HttpRequest request, string name, int otherwise) =>
        int.TryParse(request.Query[name].ToString(), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    protected static IResult Answer(JsonNode json) => TypedResults.Text(json.ToJsonString(), "application/json");

    protected static string Iso(DateTimeOffset at, string form = "yyyy-MM-dd'T'HH:mm:ss'Z'") => at.UtcDateTime.ToString(form, CultureInfo.InvariantCulture);

    protected static JsonArray Array(IEnumerable<JsonNode> nodes) => [.. nodes];
}
