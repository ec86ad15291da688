namespace KpiPlatform.Ingestion.Commands;

/// <summary>A payload from disk or standard input.</summary>
internal static class PayloadFile
{
    public static async Task<byte[]> ReadAsync(string file, CancellationToken cancellation)
    {
        if (file == "-")
        {
            await using var stdin = Console.OpenStandardInput();
            using var all = new MemoryStream();
            await stdin.CopyToAsync(all, cancellation);
            return all.ToArray();
        }

        return File.Exists(file) ? await File.ReadAllBytesAsync(file, cancellation) : throw new CommandException($"There is no file {file}.", ExitCodes.Usage);
    }
}
