using KpiPlatform.Query.Observing;
using Npgsql;

namespace KpiPlatform.Query.Reading;

/// <summary>Data sources of one server, or of several (<c>Host=a,b</c>) among which Npgsql finds the one that is wanted, again after a failover.</summary>
internal static class Servers
{
    /// <param name="settings">A connection string; its <c>Target Session Attributes</c> say which server is wanted.</param>
    /// <param name="name">What its spans and metrics call it.</param>
    /// <param name="otherwise">Which one when they don't.</param>
    public static NpgsqlDataSource Open(NpgsqlConnectionStringBuilder settings, string name, TargetSessionAttributes otherwise)
    {
        if (settings.Host?.Contains(',', StringComparison.Ordinal) != true) return TracedDatabase.Builder(settings, name).Build();
        // Npgsql refuses the word in the connection string of a data source, and wants it asked for like this.
        var wanted = settings.TargetSessionAttributes is { } said ? Enum.Parse<TargetSessionAttributes>(said.Replace("-", "", StringComparison.Ordinal), ignoreCase: true) : otherwise;
        settings.TargetSessionAttributes = null;
        return TracedDatabase.Builder(settings, name).BuildMultiHost().WithTargetSession(wanted);
    }
}
