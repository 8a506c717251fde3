using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace ContentApi.Http;

/// <summary>Configuration section `Cors`.</summary>
internal sealed class CorsOptions : IValidatableObject
{
    /// <summary>Origins whose pages may write, such as `https://newsroom.example.com`. Reading is open to all.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Origins
        .Select((origin, index) => (origin, index))
        .Where(given => !(Uri.TryCreate(given.origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == given.origin))
        .Select(given => new ValidationResult("must be an origin such as https://newsroom.example.com, without a path", [$"{nameof(Origins)}:{given.index}"]));
}

/// <summary>
/// Pages of any origin may read; pages of <see cref="CorsOptions.Origins"/> may write as well. What may be read is the same for all
/// origins, so that shared caches need not tell them apart.
/// </summary>
internal sealed class Cors(IOptions<CorsOptions> settings) : ICorsPolicyProvider
{
    private static readonly string[] Exposed = ["ETag", "Link", "Content-Revision", "RateLimit", "RateLimit-Policy", "Retry-After", "Deprecation", "Sunset", "Draft-State", "Draft-Version"];

    private readonly CorsPolicy reading = Policy(anyone => anyone
        .AllowAnyOrigin()
        .WithMethods(HttpMethods.Get, HttpMethods.Head)
        .WithHeaders("If-None-Match", "If-Modified-Since", "Authorization", "X-Api-Key")
        .WithExposedHeaders(Exposed));

    private readonly CorsPolicy writing = Policy(newsroom => newsroom
        .WithOrigins([.. settings.Value.Origins])
        .WithMethods(HttpMethods.Put, HttpMethods.Post, HttpMethods.Patch, HttpMethods.Delete)
        .WithHeaders("If-Match", "If-None-Match", "Content-Type", "Authorization", "X-Api-Key")
        .WithExposedHeaders([.. Exposed, "Location"]));

    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        var request = context.Request;
        var method = HttpMethods.IsOptions(request.Method) && request.Headers.AccessControlRequestMethod is [{ } wanted] ? wanted : request.Method;
        return Task.FromResult<CorsPolicy?>(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? reading : writing);
    }

    private static CorsPolicy Policy(Action<CorsPolicyBuilder> build)
    {
        var policy = new CorsPolicyBuilder().SetPreflightMaxAge(TimeSpan.FromHours(2)); // the longest that browsers keep
        build(policy);
        return policy.Build();
    }
}

internal static class CorsSetup
{
    public static void AddReadingFromAnywhere(this WebApplicationBuilder builder)
    {
        builder.AddSettings<CorsOptions>("Cors");
        builder.Services.AddCors().AddSingleton<ICorsPolicyProvider, Cors>();
    }
}
