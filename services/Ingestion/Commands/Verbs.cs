namespace KpiPlatform.Ingestion.Commands;

/// <summary>What the process can be told to do instead of serving.</summary>
internal static class Verbs
{
    /// <summary>Null when it shall serve.</summary>
    public static Func<Task<int>>? Find(string[] args) => args switch
    {
        ["sources", .. var words] => () => SourcesCommand.RunAsync(words),
        ["quarantine", .. var words] => () => QuarantineCommand.RunAsync(words),
        _ => null,
    };
}
