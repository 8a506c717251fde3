using System.Reflection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Http;

/// <summary>The contract: OpenAPI 3.1 at `/openapi/v1.json`, made from the code, and Swagger UI to explore it.</summary>
internal static class Contract
{
    public const string Address = "/openapi/v1.json";

    public static void AddContract(this WebApplicationBuilder builder)
    {
        builder.Services.AddEndpointsApiExplorer();
        builder.Services.AddSwaggerGen(contract =>
        {
            contract.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = ServiceDocument.Name,
                Version = "v1",
                Description = ContractText.Introduction,
            });
            contract.AddServer(new OpenApiServer { Url = "/", Description = "This service" });
            contract.IncludeXmlComments(Assembly.GetExecutingAssembly());
            contract.SupportNonNullableReferenceTypes();
            contract.NonNullableReferenceTypesAsRequired();
            contract.DescribeAllParametersInCamelCase();
            contract.CustomSchemaIds(ContractSchemas.Name);
            contract.SchemaFilter<ContractSchemas>();
            contract.ParameterFilter<ContractParameters>();
            contract.OperationFilter<ContractOperations>();
            contract.DocumentFilter<ContractDocument>();
        });
        builder.Services.AddTransient<ISerializerDataContractResolver, ContractDataResolver>();
    }

    public static void MapContract(this WebApplication app)
    {
        app.MapSwagger("/openapi/{documentName}.json", options => options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1);
        app.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = "swagger";
            ui.DocumentTitle = $"{ServiceDocument.Name} – Swagger UI";
            ui.SwaggerEndpoint(Address, ServiceDocument.Name);
            ui.EnableTryItOutByDefault();
            ui.EnableDeepLinking();
            ui.DisplayRequestDuration();
            ui.DefaultModelsExpandDepth(0);
        });
    }
}
