using System.Text;
using KpiPlatform.Ingestion.Refusals;

namespace KpiPlatform.Ingestion.Tests.Refusals;

public sealed class RefusedFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("kpi-refused-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Equal_shapes_are_counted_and_different_ones_kept_apart()
    {
        using var file = new RefusedFile(folder);
        file.Add(Refused("""{"a":"x"}""", Now));
        file.Add(Refused("""{"a":"another"}""", Now.AddMinutes(1)));
        file.Add(Refused("""{"b":1}""", Now.AddMinutes(2)));

        Assert.Equal([("""{"b":"<number 1e0>"}""", 1L), ("""{"a":"<text 1>"}""", 2L)], file.List(10).Select(each => (each.Shape, each.N)));
        file.Add(Refused("{", Now.AddMinutes(3)) with { Reason = "Is not JSON: line 1, byte 2." });
        file.Add(Refused("[,", Now.AddMinutes(3)) with { Reason = "Is not JSON: line 7, byte 12." });
        Assert.Equal([2L, 1L, 2L], file.List(10).Select(each => each.N));
        Assert.Equal((Now, Now.AddMinutes(1)), (file.List(10)[2].FirstAt, file.List(10)[2].LastAt));
    }

    [Fact]
    public void A_source_keeps_its_newest_thousand()
    {
        using var file = new RefusedFile(folder);
        for (var i = 0; i < 1_010; i++) file.Add(Refused($$"""{"m{{i}}":1}""", Now.AddSeconds(i)));
        file.Add(Refused("{}", Now) with { Source = "another" });

        var kept = file.List(2_000);
        Assert.Equal(1_001, kept.Count);
        Assert.Equal(Now.AddSeconds(10), kept.Where(each => each.Source == "typeform").Min(each => each.LastAt));
    }

    [Fact]
    public void It_is_read_and_emptied_while_ingestion_has_it_open_and_only_its_owner_can()
    {
        using var writer = new RefusedFile(folder);
        writer.Add(Refused("{}", Now));
        using (var reader = new RefusedFile(folder))
        {
            Assert.Equal("acme", reader.Find(Assert.Single(reader.List(10)).Id)!.Workspace);
            Assert.Equal(1, reader.Clear());
        }

        writer.Add(Refused("{}", Now));
        Assert.Single(writer.List(10));
        Assert.All(Directory.GetFiles(folder), path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path)));
    }

    private static Refusal Refused(string body, DateTimeOffset at) => new("typeform", "c_1", "acme", "event_type: Must be there.", Encoding.UTF8.GetBytes(body), "application/json", at);
}
