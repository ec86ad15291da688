using System.Text.RegularExpressions;

namespace KpiPlatform.Deploy.Tests;

/// <summary>A setting that nobody reads looks as if it did something; one that is missing stops a start.</summary>
public sealed class ComposeSettingsTests
{
    /// <summary>Set for the images, or by ./kpi up alone.</summary>
    private static readonly string[] NotForCompose = ["KPI_LOG", "KPI_HOME", "KPI_INGEST_URL"];

    private static readonly string Code = string.Join('\n', Files.Ending(".cs").Where(f => f.StartsWith("services/", StringComparison.Ordinal)).Select(Files.Read));

    public static TheoryData<string> Ours => [.. Compose.Services.Values.Where(s => s.Stage is not null).Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Ours))]
    public void Every_setting_is_one_that_the_code_reads(string service) =>
        None(Compose.Services[service].Keys("environment").Where(name => name.StartsWith("KPI_", StringComparison.Ordinal) && !IsRead(name)));

    [Theory]
    [InlineData("Ingestion", "ingestion")]
    [InlineData("Aggregator", "aggregator")]
    [InlineData("Query", "query")]
    public void Every_setting_that_a_service_cannot_start_without_is_given(string project, string service)
    {
        var code = string.Join('\n', Files.Ending(".cs").Where(f => f.StartsWith($"services/{project}/", StringComparison.Ordinal)).Select(Files.Read));
        var required = Regex.Matches(code, "Required\\(\"(KPI_[A-Z_]+)\"").Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        if (code.Contains(".RabbitMq()", StringComparison.Ordinal)) required.Add("KPI_RABBITMQ");
        required.Add("KPI_KEYS_FILE");
        var given = Compose.Services[service].Keys("environment");
        Assert.NotEmpty(required);
        None(required.Where(name => !given.Contains(name) && !given.Contains($"{name}_FILE")));
    }

    [Theory]
    [InlineData("ingestion")]
    [InlineData("query")]
    public void Every_setting_of_limits_can_be_changed_without_touching_the_file(string service)
    {
        var limits = Regex.Matches(Code, "\"(KPI_[A-Z_]*(?:LIMIT|_MB))\"").Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(limits);
        Assert.Contains(limits, name => Compose.Services[service].Keys("environment").Contains(name));
        None(limits.Except(Compose.Interpolated, StringComparer.Ordinal));
    }

    [Fact]
    public void A_setting_that_nobody_reads_would_be_found() => Assert.False(IsRead("KPI_PARTITION"));

    [Fact]
    public void What_the_images_set_is_read() =>
        None(Regex.Matches(Dockerfile.Text, @"\b(KPI_[A-Z_]+)=").Select(m => m.Groups[1].Value).Except(NotForCompose, StringComparer.Ordinal).Where(name => !IsRead(name)));

    private static void None(IEnumerable<string> offenders) => Assert.Equal([], offenders);

    private static bool IsRead(string name) =>
        Code.Contains($"\"{name}\"", StringComparison.Ordinal) || (name.EndsWith("_FILE", StringComparison.Ordinal) && IsRead(name[..^"_FILE".Length]));
}
