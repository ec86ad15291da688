using System.Diagnostics;
using System.Text.RegularExpressions;

namespace KpiPlatform.Platform.Hosting;

/// <summary>How all services name and end their spans.</summary>
public static partial class SpanRules
{
    /// <summary>Links of one span: OpenTelemetry's default limit.</summary>
    public const int MostLinks = 128;

    /// <summary>
    /// Whether a statement is worth a span: one inside of something. What only looks whether there is work does so every second and belongs to nothing,
    /// and health probes are no news.
    /// </summary>
    public static bool IsWorthASpan()
    {
        for (var at = Activity.Current; at is not null; at = at.Parent)
        {
            if (IsOfHealth(at)) return false;
        }

        return Activity.Current is not null;
    }

    /// <summary>The operation and the first table of a statement: <c>insert facts</c>.</summary>
    public static string NameOf(string sql)
    {
        // Our files begin with a comment in plain words.
        while (sql.StartsWith("--", StringComparison.Ordinal) && sql.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end) sql = sql[(end + 1)..];
        var operation = Operation().Match(sql);
        if (!operation.Success) return "sql";
        var table = Table().Match(sql);
        return table.Success ? $"{operation.Value.ToLowerInvariant()} {table.Groups["name"].Value}" : operation.Value.ToLowerInvariant();
    }

    /// <summary>
    /// The trace to go on in, of those that work is done for at once: one that is kept, if any is. The others are linked.
    /// </summary>
    public static ActivityContext ParentOf(IReadOnlyList<ActivityContext> contexts)
    {
        foreach (var context in contexts)
        {
            if (context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)) return context;
        }

        return contexts is [var first, ..] ? first : default;
    }

    /// <summary>Ends a span in error, with the exception's type and stack. Its message may quote what was sent to us, so it is for the log alone.</summary>
    public static void Fail(this Activity? activity, Exception exception)
    {
        if (activity is not { IsAllDataRequested: true }) return;
        var type = exception.GetType().FullName;
        activity.SetTag("error.type", type).SetStatus(ActivityStatusCode.Error, type);
        activity.AddEvent(new ActivityEvent("exception", tags: new ActivityTagsCollection { ["exception.type"] = type, ["exception.stacktrace"] = exception.StackTrace }));
    }

    internal static bool IsOfHealth(Activity activity) => activity.GetTagItem("url.path") is string path && path.StartsWith("/health", StringComparison.Ordinal);

    [GeneratedRegex(@"\b(?:insert|update|delete|merge|select|copy|lock|begin|commit)\b", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 100)]
    private static partial Regex Operation();

    // What is read from may be a function, which is no table.
    [GeneratedRegex(@"\b((into|update|copy)\s+(?<name>[a-z_]\w*)|(from|join)\s+(?<name>[a-z_]\w*)(?!\w|\s*\())", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Table();
}
