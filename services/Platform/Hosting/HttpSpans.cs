using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace KpiPlatform.Platform.Hosting;

/// <summary>Gives the HTTP server span its name, route and outcome, which .NET 10 leaves out. Outermost, so it sees what the error handler made of an exception.</summary>
internal static class HttpSpans
{
    public static void UseHttpSpans(this WebApplication app) => app.Use(async (context, next) =>
    {
        var activity = context.Features.Get<IHttpActivityFeature>()?.Activity;
        try
        {
            await next(context);
        }
        finally
        {
            // .NET 11 does this itself; then the tag is there already.
            if (activity is { IsAllDataRequested: true } && activity.GetTagItem("http.response.status_code") is null) Complete(activity, context);
        }
    });

    private static void Complete(Activity activity, HttpContext context)
    {
        var failure = context.Features.Get<IExceptionHandlerFeature>();
        var status = context.Response.StatusCode;
        var route = ((failure?.Endpoint ?? context.GetEndpoint()) as RouteEndpoint)?.RoutePattern.RawText;
        // A method that nobody knows is anybody's text.
        var method = activity.GetTagItem("http.request.method") is string known and not "_OTHER" ? known : "HTTP";
        activity.DisplayName = route is null ? method : $"{method} {route}";
        if (route is not null) activity.SetTag("http.route", route);
        activity.SetTag("http.response.status_code", status);
        if (status < 500) return;
        // What the caller did wrong is no error of this service.
        activity.SetStatus(ActivityStatusCode.Error).SetTag("error.type", status.ToString(CultureInfo.InvariantCulture));
        if (failure is not null) activity.Fail(failure.Error);
    }
}
