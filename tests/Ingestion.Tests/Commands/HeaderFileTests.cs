using KpiPlatform.Ingestion.Commands;

namespace KpiPlatform.Ingestion.Tests.Commands;

/// <summary>What kind of payload a file is when nobody says it.</summary>
public sealed class HeaderFileTests
{
    [Theory]
    [InlineData("form.txt", "--xYzZY\r\nContent-Disposition: form-data; name=\"to\"", "multipart/form-data; boundary=xYzZY")]
    [InlineData("form.txt", "--xYzZY\nContent-Disposition: form-data; name=\"to\"", "multipart/form-data; boundary=xYzZY")]
    [InlineData("rows.csv", "a,b\n1,2", "text/csv")]
    [InlineData("lines.ndjson", "{}\n{}", "application/x-ndjson")]
    [InlineData("one.json", "{}", "")]
    [InlineData("dashes.txt", "--", "")]
    public void The_name_or_the_beginning_of_a_payload_says_its_kind(string name, string body, string expected) =>
        Assert.Equal(expected, HeaderFile.Read(file: null, name, System.Text.Encoding.UTF8.GetBytes(body))["Content-Type"].ToString());
}
