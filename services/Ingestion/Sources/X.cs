using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>X: the Account Activity API (arrays by kind) and the X Activity API that follows it (one event in <c>data</c>). Messages and no tickets, cut into tickets by the fold.</summary>
internal sealed partial class X : Source
{
    public const decimal GapHours = 24;

    private static readonly string NobodysKey = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    public override string Name => "x";

    public override string Title => "X (Twitter)";

    public override SourceGuide Guide { get; } = new(
        Where: "developer.x.com → your app → Webhooks (POST /2/webhooks with the URL), then a subscription of the account",
        Events: ["X Activity: dm.received, dm.sent, post.mention.create, post.reply.create, post.create", "or Account Activity, which has them all"],
        Secret: "The app's consumer secret (API secret key); X's challenge is answered with it too.",
        MakesSecret: false,
        Notes:
        [
            "X has no tickets: a silence of session_gap_hours (24) ends one, and it counts as resolved at the last reply of a person. Such resolutions are inferred.",
            "A customer's direct messages are one thread with the account, the public posts another.",
            "X does not say which person answered: an agent is the app that sent (app:…), or account. Apps that are bots: --option bot_apps='[\"13090192\"]'.",
            "With several connections in one workspace, put ?account=<account> behind the URL, so that the challenge is answered with the right secret.",
        ]);

    public override IReadOnlyList<Proof> Proofs { get; } =
        [new HmacProof("x-twitter-webhooks-signature", HashAlgorithmName.SHA256, MacText.Base64) { Prefix = "sha256=" }];

    public override IEnumerable<Reading> Read(Delivery delivery) =>
        delivery.Json["data"]["event_type"].Text is { } kind ? XActivity.Read(delivery, delivery.Json["data"], kind) : XAccountActivity.Read(delivery);

    /// <summary>
    /// The challenge-response check: proves that we know the secret by a MAC over the caller's token. Anybody may ask, so only tokens are answered that cannot be
    /// a body: else one could have a delivery signed.
    /// </summary>
    public override IResult? Handshake(HttpRequest request, IReadOnlyList<Connection> connections)
    {
        var token = request.Query["crc_token"].ToString();
        if (!HttpMethods.IsGet(request.Method) || !NoBody().IsMatch(token)) return null;
        var account = request.Query["account"].ToString();
        // Where there is no connection, a key that nobody has answers: what comes back tells nobody which workspaces there are.
        var secret = connections.FirstOrDefault(connection => account.Length == 0 || connection.Account == account)?.Secrets is [.., var newest] ? newest : NobodysKey;
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(token));
        return TypedResults.Text($$"""{"response_token":"sha256={{Convert.ToBase64String(mac)}}"}""", "application/json");
    }

    /// <summary>A direct message; both APIs write it the same way.</summary>
    internal static Reading DirectMessage(Delivery delivery, string business, Node item)
    {
        if (!item["type"].Is("message_create")) return Delivery.Ignore(IgnoredReason.UnknownKind);
        var message = item["message_create"].RequiredObject;
        var (sender, recipient) = (message["sender_id"].RequiredId, message["target"]["recipient_id"].RequiredId);
        var customer = sender == business ? recipient : sender;
        var by = sender == business ? Answerer(delivery, message["source_app_id"].Id) : (Party.Customer, "");
        return Write(delivery, $"{business}:{Threads.Pseudonym(delivery, customer)}", $"dm:{item["id"].RequiredId}", item["created_timestamp"].RequiredTime, customer, by);
    }

    /// <summary>A public post of a customer to the account, or of the account to a customer: told again by another subscription it has the same id.</summary>
    internal static Reading Post(Delivery delivery, string business, string id, DateTimeOffset time, string author, string? inReplyTo)
    {
        var customer = author == business ? inReplyTo : author;
        // What the account posts of itself answers nobody.
        if (customer is null || customer == business) return Delivery.Ignore(IgnoredReason.NotForKpis);
        var by = author == business ? Answerer(delivery, app: null) : (Party.Customer, "");
        return Write(delivery, $"{business}:{Threads.Pseudonym(delivery, customer)}:posts", $"post:{id}", time, customer, by);
    }

    private static (Party Author, string Agent) Answerer(Delivery delivery, string? app)
    {
        if (app is null) return (Party.Agent, "account");
        return delivery.Connection.OptionList("bot_apps").Contains(app, StringComparer.Ordinal) ? (Party.Bot, "") : (Party.Agent, $"app:{app}");
    }

    private static Reading Write(Delivery delivery, string thread, string id, DateTimeOffset time, string customer, (Party Author, string Agent) by) =>
        Threads.Message(delivery, thread, id, time, by.Author, new MessageData(Channel.Social, "x", customer, by.Agent, GapHours));

    // No brace and no bracket, so no JSON object or array; no byte of gzip.
    [GeneratedRegex(@"\A[A-Za-z0-9+/=_.\-]{8,256}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoBody();
}
