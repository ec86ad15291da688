using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Commands;

/// <summary>What <c>sources add</c> prints.</summary>
/// <param name="Secret">That we made: shown here and never again.</param>
internal sealed record AddedSource(Source Source, ConnectionFile.Entry Entry, Uri Url, string? Secret, bool HasGiven)
{
    /// <summary>What is left to do here when the vendor makes the secret and shows it only once it has the URL.</summary>
    private string? Next => Secret is null && !HasGiven ? $"./kpi sources secret add {Entry.Id} --secret-stdin" : null;

    /// <summary>As it is pasted: with the secret, where the vendor has no other place for it.</summary>
    private string Pasted => Secret is not null && Source.Guide.SecretInUrl ? new UriBuilder(Url) { UserName = "kpi", Password = Secret }.Uri.AbsoluteUri : Url.AbsoluteUri;

    /// <summary>Words of ours that are pasted too.</summary>
    private Dictionary<string, string?> Made => Source.Guide.MadeOptions.ToDictionary(name => name, name => Node.Root(Entry.Options ?? default)[name].Text, StringComparer.Ordinal);

    public object Json => new
    {
        Entry.Id,
        source = Source.Name,
        Entry.Workspace,
        Entry.Account,
        url = Pasted,
        where = Source.Guide.Where,
        Source.Guide.Events,
        secret = Secret,
        secret_hint = Source.Guide.Secret,
        Source.Guide.Notes,
        options = Made,
        next = Next,
    };

    public string Text
    {
        get
        {
            var lines = new List<string> { $"{Source.Title} may now send to {Entry.Workspace} as {Entry.Id}.", "", $"  URL     {Pasted}", $"  Where   {Source.Guide.Where}" };
            lines.AddRange(Source.Guide.Events.Select((e, i) => $"  {(i == 0 ? "Events" : "      ")}  {e}"));
            lines.Add($"  Secret  {Secret ?? (HasGiven ? "as you gave it" : "not here yet")}{(Secret is null ? "" : "   (shown this once)")}");
            lines.Add($"          {Source.Guide.Secret}");
            lines.AddRange(Made.Select(option => $"  {option.Key}: {option.Value}"));
            if (Next is not null) lines.AddRange(["", "Until it has its secret nothing is let in. When the vendor shows it:", $"  {Next}"]);
            if (Url.IsLoopback) lines.AddRange(["", "This address is of this machine only: put a proxy with TLS before it, and paste its name instead (--url)."]);
            if (Source.Guide.Notes.Count > 0) lines.AddRange(["", .. Source.Guide.Notes.Select(note => "- " + note)]);
            lines.AddRange(["", $"Then: ./kpi sources test {Entry.Id}"]);
            return string.Join('\n', lines);
        }
    }
}
