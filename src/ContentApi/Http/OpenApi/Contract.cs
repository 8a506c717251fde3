using System.Reflection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace ContentApi.Http.OpenApi;

/// <summary>The contract: OpenAPI 3.1 at `/openapi/v1.json`, made from the code, and Swagger UI to explore it.</summary>
internal static class Contract
{
    public const string Address = "/openapi/v1.json";

    /// <summary>The same for generators that read only OpenAPI 3.0.</summary>
    public const string TwinAddress = "/openapi/v1-openapi3.0.json";

    public static void AddContract(this WebApplicationBuilder builder)
    {
        builder.Services.AddEndpointsApiExplorer();
        builder.Services.AddSwaggerGen(contract =>
        {
            contract.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = ProductInfo.Name,
                Version = "v1",
                Description = ContractText.Introduction,
                Contact = new OpenApiContact { Name = "The publisher who runs this service" },
                License = new OpenApiLicense { Name = "As the publisher allows; each story names its own terms" },
            });
            contract.AddServer(new OpenApiServer { Url = "/", Description = "The production service, or whichever has served this contract" });
            contract.IncludeXmlComments(Assembly.GetExecutingAssembly());
            contract.SupportNonNullableReferenceTypes();
            contract.NonNullableReferenceTypesAsRequired();
            contract.DescribeAllParametersInCamelCase();
            contract.CustomSchemaIds(ContractSchemas.Name);
            contract.SchemaFilter<ContractSchemas>();
            contract.ParameterFilter<ContractParameters>();
            contract.OperationFilter<ContractBodies>();
            contract.OperationFilter<ContractOperations>();
            contract.OperationFilter<DeprecationContract>();
            contract.DocumentFilter<ContractValues>();
            contract.DocumentFilter<ContractComponents>();
            contract.DocumentFilter<ContractBodies>();
            contract.DocumentFilter<ContractDocument>();
        });
        builder.Services.AddSingleton<ContractFiles>();
        builder.Services.AddTransient<ISerializerDataContractResolver, ContractDataResolver>();
    }

    public static void MapContract(this WebApplication app)
    {
        app.MapProblemPages();
        app.MapGet(Address, (ContractFiles contract) => contract.Latest).ExcludeFromDescription();
        app.MapGet(TwinAddress, (ContractFiles contract) => contract.Twin).ExcludeFromDescription();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/swagger", StringComparison.Ordinal), swagger => swagger.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = "swagger";
            ui.DocumentTitle = $"{ProductInfo.Name} – Swagger UI";
            ui.SwaggerEndpoint(Address, ProductInfo.Name);
            ui.DocExpansion(DocExpansion.List);
            ui.EnableTryItOutByDefault();
            ui.EnableDeepLinking();
            ui.DisplayRequestDuration();
            ui.DefaultModelsExpandDepth(0);
            ui.EnablePersistAuthorization();
            ui.ShowCommonExtensions(); // the bounds of parameters
            ui.HeadContent = $"<style>{Stylesheet()}</style>";
        }));
    }

    private static string Stylesheet()
    {
        using var css = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("swagger.css")!);
        return css.ReadToEnd();
    }
}
