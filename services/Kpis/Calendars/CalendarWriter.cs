using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace KpiPlatform.Kpis.Calendars;

/// <summary>Writes calendars in one form: closed days and absent dates left out, the rest in a fixed order.</summary>
internal static class CalendarWriter
{
    // The document is JSON inside JSON or a database, never HTML: names stay readable.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Calendar calendar)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("id", calendar.Id);
            json.WriteString("timezone", calendar.Zone.Id);
            WriteWeek(json, calendar.Weekly);
            json.WriteStartArray("holidays");
            foreach (var holiday in calendar.Holidays) WriteHoliday(json, holiday);
            json.WriteEndArray();
            json.WriteBoolean("default", calendar.IsDefault);
            WriteNames(json, "teams", calendar.Teams);
            WriteNames(json, "channels", calendar.Channels);
            if (calendar.ValidFrom is { } from) json.WriteString("valid_from", Format(from));
            if (calendar.ValidTo is { } to) json.WriteString("valid_to", Format(to));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteWeek(Utf8JsonWriter json, IReadOnlyList<IReadOnlyList<OpenHours>> weekly)
    {
        json.WriteStartObject("weekly");
        foreach (var (day, hours) in WeekReader.Days.Zip(weekly).Where(d => d.Second.Count > 0)) WriteHours(json, day, hours);
        json.WriteEndObject();
    }

    private static void WriteHoliday(Utf8JsonWriter json, Holiday holiday)
    {
        if (holiday is { Name: null, Hours.Count: 0 })
        {
            json.WriteStringValue(Format(holiday.Date));
            return;
        }

        json.WriteStartObject();
        json.WriteString("date", Format(holiday.Date));
        if (holiday.Name is { } name) json.WriteString("name", name);
        if (holiday.Hours.Count > 0) WriteHours(json, "hours", holiday.Hours);
        json.WriteEndObject();
    }

    private static void WriteHours(Utf8JsonWriter json, string name, IReadOnlyList<OpenHours> hours)
    {
        json.WriteStartArray(name);
        foreach (var (start, end) in hours)
        {
            json.WriteStartArray();
            json.WriteStringValue(HoursReader.Format(start));
            json.WriteStringValue(HoursReader.Format(end));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteNames(Utf8JsonWriter json, string member, IReadOnlyList<string> names)
    {
        json.WriteStartArray(member);
        foreach (var name in names) json.WriteStringValue(name);
        json.WriteEndArray();
    }

    private static string Format(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
