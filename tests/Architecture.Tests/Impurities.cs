using System.Reflection;
using System.Runtime.CompilerServices;

namespace KpiPlatform.Architecture.Tests;

/// <summary>Finds what the built code of a namespace uses beyond computing: I/O, clocks, chance, logging, injection, threads and async.</summary>
internal static class Impurities
{
    private static readonly string[] Forbidden =
    [
        "System.IO.", "System.Net.", "System.Data.", "System.Threading.Tasks.", "System.Threading.Thread", "System.Threading.Timer", "System.Threading.Monitor", "System.Threading.Lock",
        "System.Threading.SemaphoreSlim", "System.Threading.Channels.", "System.Diagnostics.Process", "System.Diagnostics.Activity", "System.Diagnostics.Stopwatch", "System.Diagnostics.Metrics.",
        "System.Console", "System.Environment", "System.AppContext", "System.Random", "System.TimeProvider", "System.IServiceProvider", "System.TimeZoneInfo.get_Local",
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Guid.NewGuid", "System.Guid.CreateVersion7", "System.Security.Cryptography.RandomNumberGenerator", "NodaTime.SystemClock", "NodaTime.IClock",
        "Microsoft.Extensions.", "Microsoft.AspNetCore.", "Microsoft.EntityFrameworkCore.", "Npgsql.", "MassTransit.", "RabbitMQ.", "Serilog.", "OpenTelemetry.", "KpiPlatform.Platform.",
    ];

    /// <summary>An exception's name is no I/O; and the thread's number is what the compiler puts into every iterator.</summary>
    private static readonly string[] Harmless = ["System.IO.InvalidDataException", "System.Environment.get_CurrentManagedThreadId"];

    public static IEnumerable<Type> Types(Assembly assembly, string ns) =>
        assembly.GetTypes().Where(t => t.Namespace == ns || t.Namespace?.StartsWith(ns + ".", StringComparison.Ordinal) == true);

    public static IReadOnlyList<string> In(Assembly assembly, string ns) =>
        [.. Types(assembly, ns).SelectMany(Of).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Of(Type type)
    {
        const BindingFlags All = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
        foreach (var field in type.GetFields(All).Where(f => IsForbidden(NameOf(f.FieldType))))
            yield return $"{type.FullName} holds {NameOf(field.FieldType)}";
        foreach (var method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
        {
            if (method.GetCustomAttribute<StateMachineAttribute>() is AsyncStateMachineAttribute or AsyncIteratorStateMachineAttribute)
                yield return $"{type.FullName}.{method.Name} has an AsyncStateMachine";
            foreach (var used in Signature(method).Concat(Il.Uses(method)).Where(IsForbidden))
                yield return $"{type.FullName}.{method.Name} uses {used}";
        }
    }

    private static IEnumerable<string> Signature(MethodBase method) =>
        method.GetParameters().Select(p => p.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void)).Select(NameOf);

    private static bool IsForbidden(string used) =>
        Forbidden.Any(f => used.StartsWith(f, StringComparison.Ordinal)) && !Harmless.Any(h => used.StartsWith(h, StringComparison.Ordinal));

    public static string NameOf(Type type) => type.HasElementType ? NameOf(type.GetElementType()!) : $"{type.Namespace}.{type.Name}";
}
