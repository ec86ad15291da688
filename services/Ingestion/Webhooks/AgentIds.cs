using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Webhooks;

/// <summary>Agents that a vendor names by their e-mail address: addresses are never put on the bus.</summary>
internal static class AgentIds
{
    /// <summary>What the connection's option <c>agents</c> says the name's id is, e.g. the one the help desk has; else an address becomes a keyed hash, and anything else stays.</summary>
    public static string Of(Delivery delivery, string name)
    {
        var known = delivery.Connection.Options["agents"].Members.FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value.Id;
        if (known is not null || !name.Contains('@', StringComparison.Ordinal)) return known ?? name;
        return "agent:" + CustomerHash.Of(delivery.Connection.Workspace.CustomerKey, name.ToLowerInvariant())[..12];
    }
}
