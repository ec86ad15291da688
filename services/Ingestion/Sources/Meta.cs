using System.Security.Cryptography;
using System.Text;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>Meta: Messenger, Instagram and WhatsApp, told apart by <c>object</c>. They have messages and no tickets: the thread of a business with one user is cut into tickets by the fold.</summary>
internal sealed class Meta : Source
{
    public const decimal GapHours = 24;
    private const int LongestChallenge = 256;

    public override string Name => "meta";

    public override string Title => "Messenger, Instagram, WhatsApp";

    public override SourceGuide Guide { get; } = new(
        Where: "developers.facebook.com → your app → Webhooks (WhatsApp → Configuration): paste the URL and the verify token (the option verify_token, made unless you give it)",
        Events:
        [
            "Page: messages, messaging_postbacks, message_echoes, standby, messaging_handovers, feed",
            "Instagram: messages, message_echoes, messaging_postbacks, standby, comments",
            "WhatsApp: messages, smb_message_echoes",
        ],
        Secret: "The app secret (App settings → Basic).",
        MakesSecret: false,
        Notes:
        [
            "Meta has no tickets: a silence of session_gap_hours (24) ends one, and it counts as resolved at the last reply of a person. Such resolutions are inferred.",
            "Meta does not say which person answered: an agent is the app that sent (app:1517…), or inbox. Apps that are bots: --option bot_apps='[\"1517…\"]'.",
            "An echo is taken for a person's answer unless its app is a bot or it is a template; sent through WhatsApp's API, an answer is not told at all, only through its phone app.",
            "One app's secret signs for all of its pages and numbers; --option accounts='[\"<page or phone number id>\"]' takes only these.",
            "A user who changes the WhatsApp number begins a new thread.",
        ])
    {
        MadeOptions = ["verify_token"],
    };

    public override IReadOnlyList<Proof> Proofs { get; } =
        [new HmacProof("X-Hub-Signature-256", HashAlgorithmName.SHA256, MacText.Hex) { Prefix = "sha256=" }];

    public override IEnumerable<Reading> Read(Delivery delivery)
    {
        var (kind, entries) = (delivery.Json["object"].RequiredText, delivery.Json["entry"].RequiredArray.Items);
        return kind switch
        {
            "page" => Delivery.Each(entries, entry => MetaMessaging.Read(delivery, entry, "messenger").Concat(MetaComments.Read(delivery, entry, "facebook"))),
            "instagram" => Delivery.Each(entries, entry => MetaMessaging.Read(delivery, entry, "instagram").Concat(MetaComments.Read(delivery, entry, "instagram"))),
            "whatsapp_business_account" => Delivery.Each(entries, entry => MetaWhatsApp.Read(delivery, entry)),
            _ => [Delivery.Ignore(IgnoredReason.UnknownKind)],
        };
    }

    /// <summary><c>?hub.mode=subscribe&amp;hub.verify_token=…&amp;hub.challenge=…</c>: the bare challenge, for who knows the token of one of these connections.</summary>
    public override IResult? Handshake(HttpRequest request, IReadOnlyList<Connection> connections)
    {
        if (!HttpMethods.IsGet(request.Method) || request.Query["hub.mode"] != "subscribe") return null;
        var (given, challenge) = (Hash(request.Query["hub.verify_token"].ToString()), request.Query["hub.challenge"].ToString());
        var known = false;
        foreach (var connection in connections)
        {
            if (connection.Option("verify_token") is { } token) known |= CryptographicOperations.FixedTimeEquals(given, Hash(token));
        }

        return known && challenge.Length is > 0 and <= LongestChallenge ? TypedResults.Text(challenge, "text/plain") : null;
    }

    /// <summary>True for a page, an Instagram account or a phone number that this connection does not want to hear of.</summary>
    internal static bool IsAnothers(Delivery delivery, string account) =>
        delivery.Connection.OptionList("accounts") is { Count: > 0 } ours && !ours.Contains(account, StringComparer.Ordinal);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
