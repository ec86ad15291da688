namespace KpiPlatform.Cli.Servers;

/// <summary>The folder of one server: its account can reach it, nobody else can read it.</summary>
internal sealed record ServerPlace(string Folder, string Log, Account? Account)
{
    private const string Elsewhere = "/var/lib/kpi-platform";

    /// <summary>
    /// Under <paramref name="home"/>; but when root works in a folder that the server's account cannot enter (a checkout in /root),
    /// under /var/lib/kpi-platform, noted on both sides.
    /// </summary>
    public static async Task<ServerPlace> PrepareAsync(string home, string server, ServerBook book)
    {
        var account = Account.ForServer(server);
        var parent = book.DataFolder ?? home;
        if (account is not null && book.DataFolder is null && !await account.CanReachAsync(home))
            parent = book.DataFolder = MoveElsewhere(home, book);
        if (account is not null && !await account.CanReachAsync(parent))
            throw new CommandException($"The account {account.Name}, under which {server} runs, cannot enter {parent}. Make it and the folders above it executable for others (chmod o+x), or set KPI_HOME to a folder it can enter.");
        var folder = Path.Combine(parent, server);
        Directory.CreateDirectory(folder);
        if (account is not null)
            await account.OwnAsync(folder);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var logs = Directory.CreateDirectory(Path.Combine(home, "logs"));
        return new(folder, Path.Combine(logs.FullName, $"{server}.log"), account);
    }

    private static string MoveElsewhere(string home, ServerBook book)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Elsewhere, book.Id)).FullName;
        File.WriteAllText(Path.Combine(folder, "belongs-to"), home + "\n");
        File.WriteAllText(Path.Combine(home, "data-is-elsewhere.txt"),
            $"The database and the broker run under accounts of their own, which cannot enter this folder.\nTheir data is in {folder}\n");
        return folder;
    }
}
