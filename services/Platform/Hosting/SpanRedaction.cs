using System.Diagnostics;
using OpenTelemetry;

namespace KpiPlatform.Platform.Hosting;

/// <summary>Keeps out of the traces what has no place there: health probes, which would be most of them, and secrets in the paths of addresses that we call.</summary>
internal sealed class SpanRedaction : BaseProcessor<Activity>
{
    private const string Url = "url.full";

    public override void OnEnd(Activity data)
    {
        if (SpanRules.IsOfHealth(data)) data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        // Some receivers' addresses are secrets by their path alone; .NET itself takes only queries and users out.
        if (data.Kind == ActivityKind.Client && data.GetTagItem(Url) is string url && Uri.TryCreate(url, UriKind.Absolute, out var full) && full.PathAndQuery != "/")
            data.SetTag(Url, full.GetLeftPart(UriPartial.Authority) + "/REDACTED");
    }
}
