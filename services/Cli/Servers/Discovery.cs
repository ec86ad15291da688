using System.Globalization;
using System.Text.RegularExpressions;

namespace KpiPlatform.Cli.Servers;

/// <summary>Finds server programs on PATH, then in Debian's and Homebrew's usual places, the newest version first.</summary>
/// <param name="root">Put before the usual places; empty but in tests.</param>
internal sealed partial class Discovery(IReadOnlyList<string> path, string root = "")
{
    private static readonly string[] Homebrews = ["/opt/homebrew", "/usr/local", "/home/linuxbrew/.linuxbrew"];

    public static Discovery OfThisMachine() =>
        new((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The folder with postgres, initdb and createdb, or null.</summary>
    public string? Postgres() => path
        .Concat(Versions("/usr/lib/postgresql", "*", "bin"))
        .Concat(Homebrews.SelectMany(brew => Versions($"{brew}/opt", "postgresql*", "bin")))
        .FirstOrDefault(folder => HasAll(folder, "postgres", "initdb", "createdb"));

    /// <summary>The folder with rabbitmq-server and rabbitmqctl, or null.</summary>
    public string? RabbitMq() => path
        .Append($"{root}/usr/lib/rabbitmq/bin")
        .Concat(Homebrews.Select(brew => $"{root}{brew}/opt/rabbitmq/sbin"))
        .FirstOrDefault(folder => HasAll(folder, "rabbitmq-server", "rabbitmqctl") && !IsDebianWrapper(folder));

    /// <summary>Erlang's port mapper, or null: RabbitMQ then starts one itself.</summary>
    public string? Epmd() => path
        .Concat(Homebrews.SelectMany(brew => new[] { $"{root}{brew}/bin", $"{root}{brew}/opt/erlang/lib/erlang/bin" }))
        .Append($"{root}/usr/bin")
        .Concat(Versions("/usr/lib/erlang", "erts-*", "bin"))
        .Select(folder => Path.Combine(folder, "epmd"))
        .FirstOrDefault(File.Exists);

    private IEnumerable<string> Versions(string parent, string pattern, string below) => Directory.Exists(root + parent)
        ? Directory.EnumerateDirectories(root + parent, pattern)
            .OrderByDescending(folder => Number().Match(Path.GetFileName(folder)) is { Success: true } m ? int.Parse(m.Value, CultureInfo.InvariantCulture) : 0)
            .Select(folder => Path.Combine(folder, below))
        : [];

    private static bool HasAll(string folder, params string[] programs) => programs.All(program => File.Exists(Path.Combine(folder, program)));

    // Debian's wrapper on PATH changes to its own user and cannot write a private folder.
    private static bool IsDebianWrapper(string folder)
    {
        var program = new FileInfo(Path.Combine(folder, "rabbitmq-server"));
        return (program.ResolveLinkTarget(returnFinalTarget: true)?.Name ?? program.Name) == "rabbitmq-script-wrapper"
            || (program.Length < 4096 && File.ReadAllText(program.FullName).Contains("su rabbitmq", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\d+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
