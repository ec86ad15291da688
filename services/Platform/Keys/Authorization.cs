using KpiPlatform.Platform.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KpiPlatform.Platform.Keys;

/// <summary>API keys: <c>Authorization: Bearer kpi_…</c>. No, unknown and revoked keys get the same answer.</summary>
public static class Authorization
{
    private const string Bearer = "Bearer ";

    /// <summary>Endpoints under this need a key with the scope; checked before anything of the request is bound. The caller is then <see cref="Caller(HttpContext)"/>.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoints, string scope) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new RequiredScope(scope));

    /// <summary>Who sent this request; only where <see cref="RequireScope"/> or <see cref="Authorize"/> let it pass.</summary>
    public static Caller Caller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The endpoint asks for its caller but requires no scope.");

    /// <summary>Checks the key of a request for a scope: null when it may pass, else the answer to give.</summary>
    public static IResult? Authorize(this KeyRing ring, HttpContext context, string scope)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var caller = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? ring.Find(header[Bearer.Length..].Trim()) : null;
        if (caller is null) return Unauthorized(context);
        if (!caller.May(scope)) return Problems.Of(StatusCodes.Status403Forbidden, "scope_missing", $"This key lacks the scope \"{scope}\".");
        context.Features.Set(caller);
        return null;
    }

    /// <summary>The one answer to every wrong credential.</summary>
    public static IResult Unauthorized(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Of(StatusCodes.Status401Unauthorized, "unauthorized", "A valid API key or signature is needed.");
    }

    internal static void UseRequiredScopes(this WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            var needed = context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>();
            var refusal = needed is null ? null : context.RequestServices.GetRequiredService<KeyRing>().Authorize(context, needed.Scope);
            if (refusal is null) await next(context);
            else await refusal.ExecuteAsync(context);
        });
    }

    private sealed record RequiredScope(string Scope);
}
