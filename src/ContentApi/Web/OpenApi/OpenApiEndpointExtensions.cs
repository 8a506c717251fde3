namespace ContentApi.Web.OpenApi;

internal static class OpenApiEndpointExtensions
{
    /// <summary>Adds an OpenAPI tag with a description to the endpoints.</summary>
    public static TBuilder WithTag<TBuilder>(this TBuilder endpoints, string name, string description)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithTags(name).WithMetadata(new TagDescription(name, description));

    /// <summary>Documents additional headers of the responses with these status codes.</summary>
    public static TBuilder WithHeaders<TBuilder>(this TBuilder endpoints, int[] statuses, params string[] names)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata([.. statuses.Select(status => new DocumentedHeaders(status, names))]);

    /// <summary>Documents an OpenAPI link from a response to another operation, such as from a card to its story.</summary>
    public static TBuilder WithLink<TBuilder>(this TBuilder endpoints, string name, string operationId, string parameter, string jsonPointer, string description)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new DocumentedLink(name, operationId, parameter, $"$response.body#{jsonPointer}", description));
}
