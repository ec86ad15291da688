using System.Globalization;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

/// <summary>Where the services listen: the usual ports, those asked for, or any (0).</summary>
internal static class ServicePorts
{
    public static int Ingest => Choose("KPI_PORT_INGEST", 8081);

    public static int Query => Choose("KPI_PORT_QUERY", 8080);

    /// <summary>KPI_AGGREGATORS: how many share the partitions out.</summary>
    public static int Aggregators => Number("KPI_AGGREGATORS", 1, 1, 64);

    /// <summary>KPI_INGESTIONS: how many take events; the first at <see cref="Ingest"/>, the others at any free ports, which status tells.</summary>
    public static int Ingestions => Number("KPI_INGESTIONS", 1, 1, 16);

    private static int Choose(string variable, int usual) => Number(variable, usual, 0, 65535) switch
    {
        0 => Ports.Free(),
        var port when Ports.IsFree(port) => port,
        var port => throw new CommandException($"Port {port} is taken by another program. Choose another with {variable}=<port>, or {variable}=0 for any free one."),
    };

    private static int Number(string variable, int usual, int least, int most) => Environment.GetEnvironmentVariable(variable) switch
    {
        null or "" => usual,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most => number,
        var text => throw new CommandException($"{variable} is \"{text}\"; it must be a whole number from {least} to {most}.", ExitCodes.Usage),
    };
}
