using System.Net;
using System.Text;
using System.Text.Json;
using KpiPlatform.Ingestion.Commands;
using KpiPlatform.Ingestion.Refusals;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;
using KpiPlatform.Testing;

namespace KpiPlatform.Ingestion.Tests.Commands;

/// <summary>A connection from the sources file to the answer it gets, over HTTP.</summary>
public sealed class SetUpTests(SetUpTests.Fixture fixture) : IClassFixture<SetUpTests.Fixture>
{
    private const string Rows = """[{"n":1,"t":"T1","at":"2026-03-02T09:05:00Z"}]""";
    private const string GoodMap = """{"subject":"$.t","id":"$.n","time":"$.at","rules":[{"emit":{"type":"helpdesk.ticket.opened","data":{"channel":"email"}}}]}""";

    private Uri Root => fixture.Host.Http.BaseAddress!;

    [Fact]
    public async Task A_signed_sample_says_that_all_is_right_and_counts_nothing()
    {
        var connection = await fixture.ConnectAsync("typeform", "all-right");

        var verdict = await UntilAsync(() => SendAsync(connection), verdict => verdict.Ok);

        Assert.Equal((true, 200, "accepted"), (verdict.Ok, verdict.Status, verdict.Outcome));
        Assert.DoesNotContain((await fixture.Host.DrainAsync()).SelectMany(batch => batch.Events), e => e.Source.StartsWith("/typeform/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_source_that_we_can_sign_for_lets_its_sample_in()
    {
        var connections = new List<Connection>();
        foreach (var source in SourceCatalogue.All) connections.Add(await fixture.ConnectAsync(source.Name, "every", source.Name == "map" ? $$"""{"mapping":{{GoodMap}}}""" : null, source.NewSecret()));
        await UntilAsync(() => SendAsync(connections[^1]), verdict => verdict.Ok);

        var verdicts = new List<(string Source, Verdict Verdict)>();
        foreach (var connection in connections) verdicts.Add((connection.Source, await SendAsync(connection)));

        Assert.Equal(["mailgun"], verdicts.Where(each => !each.Verdict.Ok && each.Verdict.Detail.Contains("itself can sign", StringComparison.Ordinal)).Select(each => each.Source));
        Assert.Equal([], verdicts.Where(each => !each.Verdict.Ok && each.Source != "mailgun").Select(each => $"{each.Source}: {each.Verdict.Detail}"));
    }

    [Fact]
    public async Task A_sample_under_another_secret_is_told_to_be_the_secrets_fault()
    {
        var verdict = await SendAsync(await fixture.ConnectAsync("typeform", "other-secret") with { Secrets = ["another"] });
        Assert.Equal((false, 401), (verdict.Ok, verdict.Status));
        Assert.Contains("its secret is another one", verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_answers_that_is_said()
    {
        var verdict = await new SampleSender(SourceCatalogue.Find("typeform")!, await fixture.ConnectAsync("typeform", "nobody"))
            .SendAsync(new Uri("http://127.0.0.1:9/v1/webhooks/typeform/acme"), Sample.Of("typeform")!, DateTimeOffset.UnixEpoch, CancellationToken.None);

        Assert.Equal((false, null), (verdict.Ok, verdict.Status));
        Assert.Contains("nobody answers at http://127.0.0.1:9.", verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_mapping_file_is_wrong_deliveries_are_asked_to_come_again_and_a_mended_one_is_in_force_at_once()
    {
        var file = Path.Combine(fixture.Folder, "mended.map.json");
        await File.WriteAllTextAsync(file, """{"subject":"$.t","rules":[]}""");
        var connection = await fixture.ConnectAsync("map", "mended", """{"map":"mended.map.json"}""");

        using var early = await UntilAsync(() => PostAsync(connection, Rows), answer => answer.StatusCode != HttpStatusCode.Unauthorized);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "60"), (early.StatusCode, early.Headers.RetryAfter?.ToString()));
        Assert.Contains("/rules: must be a list with at least one rule", await early.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, GoodMap);
        using var again = await PostAsync(connection, Rows);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
    }

    [Fact]
    public async Task What_is_refused_is_kept_by_its_shape_and_not_by_what_it_says()
    {
        var connection = await fixture.ConnectAsync("map", "refused", $$"""{"mapping":{{GoodMap}}}""");
        using var tried = await UntilAsync(() => PostAsync(connection, """{"who":"Anna Meier"}""", "?dry_run=true"), answer => answer.StatusCode == HttpStatusCode.OK);
        using var answer = await PostAsync(connection, """{"t":"T1","n":7,"at":"Anna Meier's day"}""");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("/time", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var kept = Assert.Single(await UntilAsync(() => Task.FromResult(Kept(connection.Id)), kept => kept.Count > 0));

        Assert.Equal(("map", "acme", 1L), (kept.Source, kept.Workspace, kept.N));
        Assert.Equal("""{"t":"<text 2>","n":"<number 1e0>","at":"<text 16>"}""", kept.Shape);
        Assert.Equal("/time: \"…\" is not a time of the format iso.", kept.Reason);
    }

    /// <summary>Ingestion sees a change of the sources file within a second.</summary>
    private static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isIt)
    {
        var answer = await ask();
        await Eventually.HoldsAsync(async () => Assert.True(isIt(answer = await ask())));
        return answer;
    }

    private Task<Verdict> SendAsync(Connection connection) => new SampleSender(SourceCatalogue.Find(connection.Source)!, connection)
        .SendAsync(Address.Webhook(Root, connection.Source, "acme"), Sample.Of(connection.Source) ?? new Sample("{}"u8.ToArray(), []), TimeProvider.System.GetUtcNow(), CancellationToken.None);

    private async Task<HttpResponseMessage> PostAsync(Connection connection, string body, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/webhooks/{connection.Source}/acme{query}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(TokenProof.HeaderName, connection.Secrets[0]);
        return await fixture.Host.Http.SendAsync(request);
    }

    private List<RefusedShape> Kept(string connection)
    {
        using var file = new RefusedFile(fixture.Host.Home);
        return [.. file.List(100).Where(each => each.Connection == connection)];
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("kpi-sources-").FullName;

        internal IngestionHost Host { get; private set; } = null!;

        private SourcesFile Sources => new(Path.Combine(Folder, "sources.json"));

        /// <summary>A connection of the workspace acme with a secret of its own, in the file as the command writes it.</summary>
        internal async Task<Connection> ConnectAsync(string source, string account, string? options = null, string? secretText = null)
        {
            var secret = new ConnectionFile.Secret(ShortId.New("s_"), TimeProvider.System.GetUtcNow(), Value: secretText ?? ShortId.New("secret-"));
            var entry = new ConnectionFile.Entry(ShortId.New("c_"), source, "acme", account, [secret], secret.CreatedAt, Options: options is null ? null : JsonDocument.Parse(options).RootElement);
            await Sources.ChangeAsync(all => (new ConnectionFile([.. all.Connections, entry]), true));
            return entry.Open(new Platform.Keys.Workspace("acme", new byte[32]), Folder);
        }

        public async ValueTask InitializeAsync()
        {
            await Sources.ChangeAsync(all => (all, true));
            Host = new IngestionHost(await (await RabbitMqServer.GetAsync()).NewVhostAsync("setup"), ("KPI_SOURCES_FILE", Path.Combine(Folder, "sources.json")));
            await Host.ReadyAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
