using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Platform.Tests.Hosting;

public sealed class HealthProbeTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8081", null, "http://127.0.0.1:8081/")]
    [InlineData("http://+:8080", null, "http://127.0.0.1:8080/")]
    [InlineData("http://*:8080;https://*:8443", null, "http://127.0.0.1:8080/")]
    [InlineData("http://0.0.0.0:9000", "8080", "http://127.0.0.1:9000/")]
    [InlineData("http://[::]:9000/", null, "http://127.0.0.1:9000/")]
    [InlineData(null, "8080", "http://127.0.0.1:8080/")]
    [InlineData("", "8080;9090", "http://127.0.0.1:8080/")]
    [InlineData(null, null, "http://127.0.0.1:5000/")]
    public void A_service_is_asked_where_its_environment_says_that_it_listens(string? urls, string? ports, string address) =>
        Assert.Equal(address, HealthProbe.Address(name => name == "ASPNETCORE_URLS" ? urls : name == "ASPNETCORE_HTTP_PORTS" ? ports : null).ToString());
}
