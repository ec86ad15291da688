using System.Collections.Frozen;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>Every source there is. A name that is there twice ends the start.</summary>
internal static class SourceCatalogue
{
    public static IReadOnlyList<Source> All { get; } =
    [
        new Chatwoot(),
        new CloudEvents(),
        new Delighted(),
        new Email(),
        new Freshdesk(),
        new Front(),
        new HelpScout(),
        new Intercom(),
        new Mailgun(),
        new MapSource(),
        new Meta(),
        new Nicereply(),
        new Postmark(),
        new SendGrid(),
        new StandardWebhooks(),
        new SurveyMonkey(),
        new Typeform(),
        new X(),
        new Zammad(),
        new Zendesk(),
    ];

    private static readonly FrozenDictionary<string, Source> ByName = All.ToFrozenDictionary(source => source.Name, StringComparer.Ordinal);

    /// <summary>Null for a name nobody has.</summary>
    public static Source? Find(string name) => ByName.GetValueOrDefault(name);
}
