using ContentApi.Core.Model;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Web.OpenApi;

/// <summary>Configures the OpenAPI document, which is generated from the code and served at `/openapi/v1.json`.</summary>
internal static class OpenApiSetup
{
    public const string OpenApi31Path = "/openapi/v1.json";

    /// <summary>Path of the OpenAPI 3.0 version, for generators that support only 3.0.</summary>
    public const string OpenApi30Path = "/openapi/v1-openapi3.0.json";

    public static void AddOpenApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddEndpointsApiExplorer();
        builder.Services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = ProductInfo.Name,
                Version = ProductInfo.Version,
                Description = OpenApiText.Introduction,
                Contact = new OpenApiContact { Name = "The publisher who runs this service" },
                License = new OpenApiLicense { Name = "As the publisher allows; each story names its own terms", Identifier = "LicenseRef-Publisher" },
            });
            options.AddServer(new OpenApiServer { Url = "/", Description = "The service that returned this document: local, staging or production" });
            options.IncludeXmlComments(typeof(Card).Assembly);
            options.IncludeXmlComments(typeof(OpenApiSetup).Assembly);
            options.SupportNonNullableReferenceTypes();
            options.NonNullableReferenceTypesAsRequired();
            options.DescribeAllParametersInCamelCase();
            options.CustomSchemaIds(OpenApiSchemas.GetSchemaId);
            options.SchemaFilter<OpenApiSchemas>();
            options.ParameterFilter<OpenApiParameterFilter>();
            options.OperationFilter<OpenApiRequestBodies>();
            options.OperationFilter<OpenApiOperations>();
            options.OperationFilter<OpenApiDeprecations>();
            options.OperationFilter<OpenApiSecurity>();
            options.DocumentFilter<OpenApiEnums>();
            options.DocumentFilter<OpenApiComponentsFilter>();
            options.DocumentFilter<OpenApiRequestBodies>();
            options.DocumentFilter<OpenApiDocumentFilter>();
            options.DocumentFilter<OpenApiSecurity>();
        });
        builder.Services.AddSingleton<OpenApiDocuments>();
        builder.Services.AddTransient<ISerializerDataContractResolver, DataContractResolver>();
    }

    public static void MapOpenApi(this WebApplication app)
    {
        app.MapGet(OpenApi31Path, (OpenApiDocuments documents, HttpContext context) => documents.OpenApi31.ToResult(context)).ExcludeFromDescription();
        app.MapGet(OpenApi30Path, (OpenApiDocuments documents, HttpContext context) => documents.OpenApi30.ToResult(context)).ExcludeFromDescription();
    }
}
