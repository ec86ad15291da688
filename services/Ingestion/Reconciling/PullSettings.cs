using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Reconciling;

/// <summary>
/// A connection's option <c>pull</c>: <c>{"url":…,"token"|"token_file"|"token_env":…,"user":…,"account":…,"every_minutes":15}</c>. Its REST API is then asked for
/// what the webhooks missed.
/// </summary>
/// <param name="Url">Where the help desk is; a path is kept.</param>
/// <param name="User">Zendesk: <c>agent@example.com/token</c>.</param>
/// <param name="Account">Chatwoot: the account's number.</param>
internal sealed record PullSettings(Uri Url, string Token, string? User, string? Account, TimeSpan Every)
{
    private const string Name = "pull";
    private const decimal DefaultMinutes = 15;
    private const decimal MostMinutes = 24 * 60;

    public static bool IsWanted(Connection connection) => connection.Options[Name].Exists;

    /// <summary>Throws <see cref="SetupException"/> that names what is wrong, without the token.</summary>
    public static PullSettings Of(Connection connection)
    {
        var pull = connection.Options[Name];
        if (!pull.IsObject) throw Wrong("must be an object");
        if (!Uri.TryCreate(pull["url"].Text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
            throw Wrong("url must be the help desk's address, e.g. https://example.zendesk.com, without a user");
        if ((pull["every_minutes"].Exists ? pull["every_minutes"].Number : DefaultMinutes) is not { } minutes || minutes is <= 0 or > MostMinutes)
            throw Wrong("every_minutes must be a number of minutes, at most a day");
        return new PullSettings(url, TokenOf(connection, pull), pull["user"].Text, pull["account"].Id, TimeSpan.FromMinutes((double)minutes));
    }

    /// <summary>What is wrong with the option; null when nothing is, or when it is not there.</summary>
    public static string? ProblemOf(Connection connection, bool needsUser = false, bool needsAccount = false)
    {
        if (!IsWanted(connection)) return null;
        try
        {
            var settings = Of(connection);
            if (needsUser && settings.User is null) return "The option pull: user must be the agent whose token it is, e.g. agent@example.com/token.";
            return needsAccount && settings.Account is null ? "The option pull: account must be the account's number." : null;
        }
        catch (SetupException e)
        {
            return e.Message;
        }
    }

    private static string TokenOf(Connection connection, Node pull)
    {
        try
        {
            var token = (pull["token"].Text, pull["token_file"].Text, pull["token_env"].Text) switch
            {
                ({ } given, null, null) => given,
                (null, { } file, null) => File.ReadAllText(Path.Combine(connection.Folder, file)).Trim(),
                (null, null, { } variable) => Environment.GetEnvironmentVariable(variable)?.Trim(),
                _ => throw Wrong("exactly one of token, token_file, token_env must be there"),
            };
            return token is { Length: > 0 } ? token : throw Wrong("the token is empty or its environment variable is not set");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong($"token_file cannot be read ({e.GetType().Name})");
        }
    }

    private static SetupException Wrong(string what) => new($"The option {Name}: {what}.");
}
