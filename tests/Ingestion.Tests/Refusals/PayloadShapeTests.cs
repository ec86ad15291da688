using System.Text;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Refusals;

namespace KpiPlatform.Ingestion.Tests.Refusals;

/// <summary>A refused payload is kept without what it says.</summary>
public sealed class PayloadShapeTests
{
    private static PayloadShape Of(string body, string? contentType = "application/json") => PayloadShape.Of(Encoding.UTF8.GetBytes(body), contentType);

    [Fact]
    public void Names_and_kinds_stay_and_values_go() => Assert.Equal(
        """{"ticket":{"id":"<number 1e3>","subject":"<text 14>","vip":true,"score":"<number 1e0, not whole>","owner":null},"tags":["<text 1>","<text 2>","<text 3>","<2 more>"]}""",
        Of("""{"ticket":{"id":4711,"subject":"Anna is unwell","vip":true,"score":4.5,"owner":null},"tags":["a","bb","ccc","d","e"]}""").Text);

    [Theory]
    [InlineData("anna@desk.example")]
    [InlineData("+49 151 2345678")]
    [InlineData("Änne")]
    [InlineData("0151234567")]
    [InlineData("customer_1512345")]
    [InlineData("Anna Meier")]
    public void A_members_name_that_is_none_goes_too(string name)
    {
        var shape = Of($$"""{"{{name}}":{"a":1} }""");

        Assert.DoesNotContain(name, shape.Text + shape.Skeleton, StringComparison.Ordinal);
        Assert.Contains($"<name {name.Length}>", shape.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Payloads_that_differ_in_values_only_have_one_skeleton()
    {
        Assert.Equal(Of("""{"a":"x","b":[1,2]}""").Skeleton, Of("""{"a":"longer","b":[700]}""").Skeleton);
        Assert.NotEqual(Of("""{"a":"x"}""").Skeleton, Of("""{"a":1}""").Skeleton);
    }

    [Theory]
    [InlineData("<html>Anna</html>", "text/html", "\"<no JSON: 17 bytes of text/html>\"")]
    [InlineData("{\"a\":", "application/json", "\"<no JSON: 5 bytes of application/json>\"")]
    [InlineData("Anna", "Anna", "\"<no JSON: 4 bytes of unknown type>\"")]
    [InlineData("from=anna%40desk.example&body-plain=Hello&4711234=x", "application/x-www-form-urlencoded", """{"<fields of application/x-www-form-urlencoded>":["from","body-plain","<name 7>"]}""")]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"subject\"\r\n\r\nAnna\r\n--x--", "multipart/form-data; boundary=x", """{"<fields of multipart/form-data>":["subject"]}""")]
    public void What_is_no_json_is_told_by_its_kind(string body, string type, string shape) => Assert.Equal(shape, Of(body, type).Text);

    [Fact]
    public void A_huge_payload_has_a_small_shape()
    {
        var deep = new string('[', 60) + new string(']', 60);
        Assert.InRange(Of(deep).Text.Length, 1, 200);
        Assert.InRange(Of("{" + string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"m{i}\":{{\"a\":[1,2,3],\"b\":\"{new string('x', 50)}\"}}")) + "}").Text.Length, 1, 20_000);
    }

    [Fact]
    public void A_reason_quotes_no_value_and_no_name_of_a_person()
    {
        Reading[] readings = [new Reading.Refused([new Finding(0, "assignees.anna@desk.example.id", Codes.UnknownShape, "\"Anna Meier\" is not in the map, and there is no default.")])];

        Assert.Equal("assignees.<name 9>.example.id: \"…\" is not in the map, and there is no default.", RefusedReason.Of(readings));
    }
}
