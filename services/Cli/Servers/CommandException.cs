namespace KpiPlatform.Cli.Servers;

/// <summary>Something a person can mend; the message says what is wrong and how. Ends the command with <see cref="ExitCode"/>.</summary>
internal sealed class CommandException(string message, int exitCode = ExitCodes.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int DependencyDown = 3;
}
