using System.Text.Json;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Testing;

/// <summary>`./kpi doctor` on the servers of a stack.</summary>
public static class Doctor
{
    /// <summary>What it finds, well or not.</summary>
    public static async Task<JsonElement> OfAsync(KpiStack stack)
    {
        var environment = new Installation(stack.Postgres, stack.RabbitMq.ToString(), Path.Combine(stack.Folder, "keys.json")).Environment;
        environment["KPI_HOME"] = Path.Combine(stack.Folder, "home");
        var result = await Shell.RunAsync([DotNet.Host, Checkout.Program("Cli"), "doctor", "--json"], environment);
        return JsonDocument.Parse(result.Output.TrimEnd().Split('\n')[^1]).RootElement;
    }
}
