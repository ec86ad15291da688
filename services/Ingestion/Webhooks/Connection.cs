using System.Text.Json;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Webhooks;

/// <summary>One account of a vendor that may send to one workspace: <c>./kpi sources add</c>.</summary>
/// <param name="Id">Not secret, fit for logs.</param>
/// <param name="Account">Tells accounts of the same vendor apart; the canonical events' source is <c>/{source}/{account}</c>.</param>
/// <param name="Secrets">Those in force now, as the vendor writes them; any one will do, which is how they are rotated.</param>
/// <param name="Options">What the source wants to know beside it, e.g. the addresses of the agents.</param>
internal sealed record Connection(string Id, string Source, Workspace Workspace, string Account, IReadOnlyList<string> Secrets, Node Options)
{
    /// <summary>The CloudEvents source of its events.</summary>
    public string EventSource { get; } = $"/{Source}/{Account}";

    /// <summary>Where paths in its options start from: the folder of the sources file.</summary>
    public string Folder { get; init; } = "";

    /// <summary>The option's text, or null.</summary>
    public string? Option(string name) => Options[name].Text;

    /// <summary>The option's list of texts, maybe empty; a single text is a list of one.</summary>
    public IReadOnlyList<string> OptionList(string name) =>
        Options[name].Text is { } one ? [one] : [.. Options[name].Items.Select(item => item.Id).OfType<string>()];

    /// <summary>For trying a payload without any set-up.</summary>
    public static Connection ForTrying(string source, JsonElement options = default) =>
        new("c_try", source, new Workspace("try", new byte[32]), "try", [], Node.Root(options));
}
