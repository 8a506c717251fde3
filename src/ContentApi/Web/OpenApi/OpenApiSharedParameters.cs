using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Web.Validation;
using Microsoft.OpenApi;

namespace ContentApi.Web.OpenApi;

/// <summary>Documents the parameters that filters and middleware read, and that no handler declares.</summary>
internal static class OpenApiSharedParameters
{
    private const string EntityTagsPattern = "^(\\*|(W/)?\"[^\"]*\"(, *(W/)?\"[^\"]*\")*)$";

    public static OpenApiParameter MinRevision() => new()
    {
        Name = MinRevisionFilter.ParameterName,
        In = ParameterLocation.Query,
        Description = "Answer with nothing older than this revision of the library: read your own writes. It changes no answer, only when it is given; beyond the newest revision it is a 400, and a 503 where this node has not seen it within a second.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0", Maximum = $"{RevisionAttribute.MaxValue}" },
        Example = JsonValue.Create(1),
    };

    public static OpenApiParameter IfNoneMatch() => CreateEntityTagParameter(
        "If-None-Match",
        "The `ETag` of the copy that you have, or several: if it is still the same, the answer is a 304 without a body. A 304 from the response cache does not count against your rate limit.",
        "\"AAAAAAAAAAAAAAAAAAAAAA\""); // no pattern: an invalid entity tag is ignored

    public static OpenApiParameter IfModifiedSince() => new()
    {
        Name = "If-Modified-Since",
        In = ParameterLocation.Header,
        Description = "`Last-Modified` of your copy, where you have no `ETag` of it: 304 while nothing in the library has changed since.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = RequestLimits.MaxHeadersLength },
        Example = JsonValue.Create("Tue, 26 Aug 2025 06:00:00 GMT"),
    };

    public static OpenApiParameter IfMatch() => CreateEntityTagParameter(
        "If-Match",
        "The `ETag` of what you have read, such as `\"0198e4a17c007d3ba5f03c2b1a098765-3\"`: to replace just that. A 412 says that it has changed since.",
        example: null,
        EntityTagsPattern);

    public static OpenApiParameter IfNoneMatchAny() => CreateEntityTagParameter("If-None-Match", "`*`, to create: a 412 says that there is something already.", "*", "^\\*$");

    private static OpenApiParameter CreateEntityTagParameter(string name, string description, string? example, string? pattern = null) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = RequestLimits.MaxHeadersLength, Pattern = pattern },
        Example = example is null ? null : JsonValue.Create(example),
    };
}
