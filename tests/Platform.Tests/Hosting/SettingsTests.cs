using KpiPlatform.Platform.Hosting;
using Microsoft.Extensions.Configuration;

namespace KpiPlatform.Platform.Tests.Hosting;

public sealed class SettingsTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void A_secret_may_be_in_a_file()
    {
        File.WriteAllText(file, "amqp://kpi:secret@rabbitmq/kpi\n");

        Assert.Equal("rabbitmq", Of(("KPI_RABBITMQ_FILE", file)).RabbitMq().Host);
    }

    [Fact]
    public void What_is_said_directly_goes_before_the_file() =>
        Assert.Equal("here", Of(("KPI_POSTGRES", "here"), ("KPI_POSTGRES_FILE", file)).Required("KPI_POSTGRES", "a connection string"));

    [Fact]
    public void A_file_that_is_empty_or_not_there_is_named()
    {
        Assert.Contains($"KPI_POSTGRES_FILE: {file} is empty", Refusal(file), StringComparison.Ordinal);
        Assert.Contains(file + ".gone", Refusal(file + ".gone"), StringComparison.Ordinal);
    }

    private static string Refusal(string path) => Assert.Throws<SettingsException>(() => Of(("KPI_POSTGRES_FILE", path)).Required("KPI_POSTGRES", "a connection string")).Message;

    private static IConfiguration Of(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Name, s.Value))).Build();
}
