namespace KpiPlatform.Deploy.Tests;

public sealed class YamlTests
{
    [Fact]
    public void Every_yaml_file_can_be_read()
    {
        var wrong = Files.Ending(".yaml", ".yml").Select(path => (path, Exception: Record.Exception(() => Files.Yaml(path)))).Where(f => f.Exception is not null);
        Assert.Empty(wrong.Select(f => $"{f.path}: {f.Exception!.Message}"));
    }
}
