namespace KpiPlatform.Platform.Keys;

/// <summary>Who sent a request, as its credential says.</summary>
/// <param name="KeyId">Id of the key or signing secret; not secret, fit for logs.</param>
public sealed record Caller(string KeyId, Workspace Workspace, IReadOnlySet<string> Scopes)
{
    /// <summary><c>admin</c> implies every scope.</summary>
    public bool May(string scope) => Scopes.Contains(scope) || Scopes.Contains(Keys.Scopes.Admin);
}

/// <summary>A tenant. <paramref name="CustomerKey"/> is the key under which customer ids are hashed.</summary>
public sealed record Workspace(string Name, byte[] CustomerKey);

/// <summary>An active Standard Webhooks secret, decoded.</summary>
public sealed record SigningSecret(string Id, Workspace Workspace, byte[] Key);

/// <summary>What a key may be allowed to do.</summary>
public static class Scopes
{
    public const string EventsWrite = "events:write";
    public const string MetricsRead = "metrics:read";
    public const string MetricsAgentsRead = "metrics.agents:read";
    public const string TicketsRead = "tickets:read";
    public const string TargetsWrite = "targets:write";
    public const string Admin = "admin";
}
