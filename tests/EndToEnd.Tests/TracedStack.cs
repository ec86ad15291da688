using KpiPlatform.Testing;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>A stack whose services send what they observe to a receiver.</summary>
internal static class TracedStack
{
    /// <summary>The services inherit what says where to send to.</summary>
    /// <param name="more">More settings of theirs.</param>
    public static Task<KpiStack> StartAsync(string address, params (string Name, string Value)[] more) => TellAsync(address, () => KpiStack.StartAsync(), more);

    /// <summary>What is started meanwhile sends to the receiver.</summary>
    public static async Task<T> TellAsync<T>(string address, Func<Task<T>> start, params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        };
        foreach (var (name, value) in more) settings[name] = value;
        try
        {
            foreach (var (name, value) in settings) Environment.SetEnvironmentVariable(name, value);
            return await start();
        }
        finally
        {
            foreach (var name in settings.Keys) Environment.SetEnvironmentVariable(name, null);
        }
    }
}
