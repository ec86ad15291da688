namespace KpiPlatform.Cli.Servers;

/// <summary>The unprivileged account a server runs under when the command itself is root. Neither server may run as root.</summary>
internal sealed record Account(string Name, string Uid, string Gid)
{
    /// <summary>What to put before a command so that it runs under this account, in the same process.</summary>
    public IReadOnlyList<string> Prefix { get; } = Shell.Which("setpriv") is { } setpriv
        ? [setpriv, "--reuid", Uid, "--regid", Gid, "--clear-groups", "--"]
        : ["runuser", "-u", Name, "--"];

    /// <returns>Null for an ordinary user: the servers then run as that user.</returns>
    public static Account? ForServer(string preferred) => Environment.IsPrivilegedProcess
        ? Find(preferred, File.ReadLines("/etc/passwd")) ?? Find("nobody", File.ReadLines("/etc/passwd"))
            ?? throw new CommandException($"Neither the account {preferred} nor nobody exists, and {preferred} must not run as root. Run this as an ordinary user.")
        : null;

    internal static Account? Find(string name, IEnumerable<string> passwd) => passwd
        .Select(line => line.Split(':'))
        .Where(fields => fields.Length > 3 && fields[0] == name)
        .Select(fields => new Account(fields[0], fields[2], fields[3]))
        .FirstOrDefault();

    public async Task OwnAsync(string folder)
    {
        var result = await Shell.RunAsync(["chown", "-R", $"{Uid}:{Gid}", folder]);
        if (!result.Ok)
            throw new CommandException($"{folder} cannot be given to {Name}: {result.Said}");
    }

    public async Task<bool> CanReachAsync(string folder) => (await Shell.RunAsync(["test", "-x", folder], account: this)).Ok;
}
