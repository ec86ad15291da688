namespace KpiPlatform.Ingestion.Commands;

/// <summary>Something a person can mend; the message says what is wrong and how, and holds no secret. Ends the command with <see cref="ExitCode"/>.</summary>
internal sealed class CommandException(string message, int exitCode = ExitCodes.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>What a command's end means; the same as of all of ./kpi.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int DependencyDown = 3;
}
