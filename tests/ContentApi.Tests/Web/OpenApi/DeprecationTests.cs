using System.Text.Json.Nodes;
using ContentApi.Tests.ContractConformance;
using ContentApi.Web.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ContentApi.Tests.Web.OpenApi;

/// <summary>Tests deprecations in headers and in the contract. The service has none at present, so the test builds its own app.</summary>
public sealed class DeprecationTests
{
    [Fact]
    public async Task Deprecated_operations_and_parameters_are_marked_in_headers_and_in_the_contract()
    {
        var deprecation = new Deprecation(DateTimeOffset.UnixEpoch.AddDays(20_000), DateTimeOffset.UnixEpoch.AddDays(21_000), "Use the new one.");
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning"]);
        builder.Services.AddEndpointsApiExplorer().AddSwaggerGen(contract => contract.OperationFilter<OpenApiDeprecations>());
        await using var app = builder.Build();
        app.UseRouting();
        app.UseDeprecation();
        app.MapGet("/old", () => "old").WithDeprecation(deprecation);
        app.MapGet("/new", (string? was) => was).WithDeprecation(deprecation with { Parameter = "was" });
        app.MapSwagger();
        await app.StartAsync();
        using var http = CheckedHandler.Client(new Uri(app.Urls.First()));

        using var old = await http.GetAsync("/old");
        Assert.Equal(("@1728000000", "Thu, 01 Jul 2027 00:00:00 GMT"), (old.Header("Deprecation"), old.Header("Sunset")));
        using var unused = await http.GetAsync("/new");
        Assert.Equal(("", ""), (unused.Header("Deprecation"), unused.Header("Sunset")));
        using var used = await http.GetAsync("/new?was=1");
        Assert.Equal("@1728000000", used.Header("Deprecation"));

        var paths = JsonNode.Parse(await http.GetStringAsync("/swagger/v1/swagger.json"))!["paths"]!;
        Assert.True((bool)paths["/old"]!["get"]!["deprecated"]!);
        Assert.Contains("Use the new one.", (string)paths["/old"]!["get"]!["description"]!, StringComparison.Ordinal);
        Assert.Null(paths["/new"]!["get"]!["deprecated"]);
        Assert.True((bool)paths["/new"]!["get"]!["parameters"]![0]!["deprecated"]!);
        Assert.All(["Deprecation", "Sunset"], name => Assert.NotNull(paths["/new"]!["get"]!["responses"]!["200"]!["headers"]![name]));
    }
}
