using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace KpiPlatform.Platform.Hosting;

/// <summary>Problem details (RFC 9457) as all services give them: snake_case, with the trace id to ask about.</summary>
public static class Problems
{
    /// <summary>A problem to return. <paramref name="code"/> is a stable word for programs, <paramref name="errors"/> the single mistakes.</summary>
    public static ProblemHttpResult Of(int status, string code, string detail, IEnumerable<object>? errors = null)
    {
        var problem = new ProblemDetails { Status = status, Detail = detail, Extensions = { ["code"] = code } };
        if (errors is not null) problem.Extensions["errors"] = errors;
        return TypedResults.Problem(problem);
    }

    /// <summary>"Not now": 429 or 503 with <c>Retry-After</c> in whole seconds.</summary>
    public static ProblemHttpResult NotNow(HttpContext context, int status, string code, string detail, int retryAfterSeconds)
    {
        context.Response.Headers.RetryAfter = retryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return Of(status, code, detail);
    }

    internal static void AddPlatformProblems(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            var extensions = context.ProblemDetails.Extensions;
            extensions.Remove("traceId");
            extensions["trace_id"] = Activity.Current?.TraceId.ToHexString() ?? context.HttpContext.TraceIdentifier;
            context.ProblemDetails.Instance ??= context.HttpContext.Request.Path;
        });
        // What the server finds wrong with a request while it is read (too slow, too long, cut off) is the sender's mistake and no news for the log.
        services.Configure<ExceptionHandlerOptions>(options =>
        {
            options.StatusCodeSelector = exception => exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
            options.SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException;
        });
    }
}
