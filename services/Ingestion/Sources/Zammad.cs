using System.Security.Cryptography;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Reconciling;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>Zammad: every trigger sends the whole ticket and the article that set it off, if there is one.</summary>
internal sealed class Zammad : Source
{
    public override string Name => "zammad";

    public override string Title => "Zammad";

    public override SourceGuide Guide { get; } = new(
        Where: "Admin → Manage → Webhook → New webhook; paste the URL. Then Manage → Trigger, three of them with the action Webhook",
        Events:
        [
            "kpi opened: Action is created",
            "kpi article: Article action is created",
            "kpi state: Action is updated, and State, Owner, Group or Priority has changed; execution: always",
        ],
        Secret: "Paste our secret into the webhook's HMAC SHA1 Signature Token.",
        MakesSecret: true,
        Notes:
        [
            "States have the names of your Zammad: say those that are not Zammad's own, e.g. --option closed_states=[\"done\"] and pending_states=[\"waiting for parts\"]. A state that is not known changes nothing.",
            "Who closed a ticket is not said: it counts for the owner (inferred). A second closing is dated by the ticket's last change where your version does not send last_close_at.",
            "Public notes of agents count as internal: nobody is told of them.",
            "Tags come only with a custom payload that adds ticket.tags.",
            "Zammad gives up after two minutes. What was missed is fetched through its REST API with --option pull.url=https://… pull.token_file=FILE (Token Access, permission ticket.agent); it needs Elasticsearch.",
            "Without a token Zammad does not sign: --option unsigned=true and our secret as the webhook's Bearer token or Basic password.",
        ]);

    public override IReadOnlyList<Proof> Proofs { get; } =
    [
        new HmacProof("X-Hub-Signature", HashAlgorithmName.SHA1, MacText.Hex) { Prefix = "sha1=" },
        new TokenProof { OnlyWhereAllowed = true },
    ];

    public override VendorApi Api { get; } = new ZammadPull();

    public override string? Problem(Connection connection) => PullSettings.ProblemOf(connection);

    public override IEnumerable<Reading> Read(Delivery delivery)
    {
        var ticket = new ZammadTicket(delivery, delivery.Json["ticket"].RequiredObject);
        var article = delivery.Json["article"];
        return article["id"].Exists ? ticket.With([article]) : ticket.With([]);
    }

    /// <summary>A ticket as the REST API gives it with <c>expand=true</c>, with its <c>articles</c>.</summary>
    public override IEnumerable<Reading> ReadRecord(Delivery delivery, Node record) => new ZammadTicket(delivery, record.RequiredObject).With(record["articles"].Items);
}
