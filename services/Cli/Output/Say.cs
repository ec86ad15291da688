using System.Text.Json;
using Spectre.Console;

namespace KpiPlatform.Cli.Output;

/// <summary>
/// Words for people and objects for programs. Progress and complaints go to standard error; with --json, standard output
/// holds one JSON object in its last line. Colour only on a terminal, and not with NO_COLOR.
/// </summary>
internal static class Say
{
    public static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly IAnsiConsole Errors = ErrorConsole();

    /// <summary>What is being done, for people who wait.</summary>
    public static void Progress(string text) => Errors.MarkupLineInterpolated($"[grey]· {text}[/]");

    public static void Error(string text) => Errors.MarkupLineInterpolated($"[red]{text}[/]");

    public static void Line(string text = "") => Console.Out.WriteLine(text);

    public static void Object(object value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Json));

    // Never wrapped: what is said is also searched and pasted.
    private static IAnsiConsole ErrorConsole()
    {
        var plain = Console.IsErrorRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect, ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect, Out = new AnsiConsoleOutput(Console.Error) });
        console.Profile.Width = 100_000;
        return console;
    }

    /// <summary>A plain table: aligned columns, no frame, so that it can be read, copied and cut.</summary>
    public static void Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.Prepend(head).ToList();
        var widths = head.Select((_, column) => all.Max(row => row[column].Length)).ToList();
        foreach (var row in all)
            Line(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
