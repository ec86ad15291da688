using System.CommandLine;
using KpiPlatform.Cli.Output;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Supplying;

namespace KpiPlatform.Cli.Commands;

/// <summary>What the programs are made of, as CycloneDX.</summary>
internal static class SbomCommand
{
    public static Command Build()
    {
        var output = new Option<FileInfo?>("--output") { Description = "The file to write; standard output if none" };
        var command = new Command("sbom", "Bill of materials of the programs (CycloneDX 1.6, JSON), from the lock files") { output };
        command.SetAction(async (parsed, cancellation) =>
        {
            var text = Bom.Of(LockedPackages.OfPrograms(Checkout.Root), PackageFolder.OfUser, VersionCommand.Stamp);
            if (parsed.GetValue(output) is { } file)
                await File.WriteAllTextAsync(file.FullName, text + "\n", cancellation);
            else
                Say.Line(text);
        });
        return command;
    }
}
