using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Importing;

/// <summary>
/// Whose history it is. The events' source must be the one the webhooks have, or everything would count twice: so a connection of that account lends its name and
/// options, and where the workspace has exactly one, it need not be named. <c>option.NAME=VALUE</c> in the query adds to the options or replaces them.
/// </summary>
internal static partial class ImportAccount
{
    private const string OptionPrefix = "option.";

    /// <summary>Exactly one of the two is there.</summary>
    public static (Connection? Connection, string? Problem) Find(Source source, Workspace workspace, IQueryCollection query, IReadOnlyList<Connection> known)
    {
        var account = query["account"].ToString();
        var accounts = known.Select(connection => connection.Account).Distinct(StringComparer.Ordinal).ToList();
        if (account.Length == 0)
        {
            if (accounts.Count != 1) return (null, $"Which account is it? Say ?account=NAME{(accounts.Count > 0 ? $"; there are {string.Join(", ", accounts)}" : "")}.");
            account = accounts[0];
        }

        if (!Name().IsMatch(account)) return (null, "An account's name has letters, digits, dots, dashes and underscores, and begins with a letter or a digit.");
        var connection = known.FirstOrDefault(each => each.Account == account) ?? new Connection("c_import", source.Name, workspace, account, [], default);
        return (connection with { Options = WithGiven(connection.Options, query) }, null);
    }

    private static Node WithGiven(Node options, IQueryCollection query)
    {
        var given = query.Where(each => each.Key.StartsWith(OptionPrefix, StringComparison.Ordinal)).ToList();
        if (given.Count == 0) return options;
        var all = options.IsObject ? JsonObject.Create(options.Json)! : [];
        foreach (var (name, value) in given) all[name[OptionPrefix.Length..]] = value.ToString();
        return Node.Root(JsonSerializer.SerializeToElement(all));
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Name();
}
