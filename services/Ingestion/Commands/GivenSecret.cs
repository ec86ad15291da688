using System.CommandLine;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Commands;

/// <summary>How a secret comes in: as a file, as an environment variable, or through standard input; never as a word of the command.</summary>
internal sealed class GivenSecret
{
    private readonly Option<FileInfo> file = new("--secret-file") { Description = "A file that holds the secret; it is read again with each start and change" };
    private readonly Option<string> env = new("--secret-env") { Description = "The environment variable, set for ingestion too, that holds the secret" };
    private readonly Option<bool> stdin = new("--secret-stdin") { Description = "Read the secret from standard input; it is kept in the sources file (0600)" };
    private readonly Option<string> never = new("--secret") { Hidden = true };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[file, env, stdin, never]) command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(never) is not null) result.AddError("A secret on the command line can be read by everybody on this machine (ps): give it with --secret-stdin, --secret-file or --secret-env.");
            if (((Option[])[file, env, stdin]).Count(option => result.GetResult(option) is { Implicit: false }) > 1) result.AddError("Give one of --secret-file, --secret-env and --secret-stdin.");
        });
    }

    /// <summary>Null when none was given.</summary>
    public ConnectionFile.Secret? Read(ParseResult parsed, DateTimeOffset now)
    {
        var id = ShortId.New("s_");
        var secret = parsed.GetValue(stdin) ? new ConnectionFile.Secret(id, now, Value: FromStdin())
            : parsed.GetValue(file) is { } path ? new ConnectionFile.Secret(id, now, File: path.FullName)
            : parsed.GetValue(env) is { Length: > 0 } name ? new ConnectionFile.Secret(id, now, Env: name)
            : null;
        try
        {
            _ = secret?.Read("the new connection");
            return secret;
        }
        catch (FormatException e)
        {
            throw new CommandException(e.Message, ExitCodes.Usage);
        }
    }

    private static string FromStdin()
    {
        if (!Console.IsInputRedirected) Say.Error("Paste the secret, then Enter:");
        return Console.In.ReadLine()?.Trim() ?? "";
    }
}
