using ContentApi.Core.Model;
using ContentApi.Web.Security;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Web.OpenApi;

/// <summary>Documents how API keys are sent, and which operations require one.</summary>
internal sealed class OpenApiSecurity : IOperationFilter, IDocumentFilter
{
    private const string Bearer = "bearer";
    private const string ApiKey = "apiKey";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        List<OpenApiSecurityRequirement> keys = [CreateRequirement(Bearer, context.Document), CreateRequirement(ApiKey, context.Document)];
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<RequiredScope>().LastOrDefault()?.Scope is { } scope)
        {
            operation.Description = $"{operation.Description}\n\nRequires an API key with the scope `{scope.GetName()}`.".Trim();
            operation.Security = keys;
            operation.AddExtension("x-required-scope", new JsonNodeExtension(scope.GetName())); // a requirement names scopes only for OAuth 2
        }
        else
        {
            operation.Security = [new OpenApiSecurityRequirement(), .. keys]; // the key is optional
        }
    }

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var components = swaggerDoc.Components ??= new OpenApiComponents();
        components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key, such as `cak_7Hq2…`. Create the first key with the command `key create`, and others with `POST /v1/keys`.",
        };
        components.SecuritySchemes[ApiKey] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = ApiKeyAuthenticator.HeaderName,
            Description = "The same API key, for tools that cannot send `Authorization`.",
        };

        swaggerDoc.Security = [new OpenApiSecurityRequirement(), CreateRequirement(Bearer, swaggerDoc), CreateRequirement(ApiKey, swaggerDoc)];
    }

    private static OpenApiSecurityRequirement CreateRequirement(string scheme, OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
