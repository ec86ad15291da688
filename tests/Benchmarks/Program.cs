using KpiPlatform.Benchmarks.Running;

if (Wishes.From(args, out var mistake) is not { } wishes)
{
    await Console.Error.WriteLineAsync(mistake);
    return 2;
}

var rows = await Measuring.RunAsync(wishes);
Table.Print(rows);
if (wishes.Json) Console.WriteLine(Table.ToJson(rows));
return 0;
