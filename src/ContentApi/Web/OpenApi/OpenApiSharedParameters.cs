using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Web.Validation;
using Microsoft.OpenApi;

namespace ContentApi.Web.OpenApi;

/// <summary>Documents the parameters that filters and middleware read. No handler declares them.</summary>
internal static class OpenApiSharedParameters
{
    private const string EntityTagsPattern = "^(\\*|(W/)?\"[^\"]*\"(, *(W/)?\"[^\"]*\")*)$";

    public static OpenApiParameter MinRevision() => new()
    {
        Name = MinRevisionFilter.ParameterName,
        In = ParameterLocation.Query,
        Description = "Minimum revision of the library that the response must reflect, to read your own writes. Returns 503 if this node does not reach the revision within one second, and 400 if the revision does not exist yet.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0", Maximum = $"{RevisionAttribute.MaxValue}" },
        Example = JsonValue.Create(1),
    };

    public static OpenApiParameter IfNoneMatch() => CreateEntityTagParameter(
        "If-None-Match",
        "One or more `ETag`s of your copies. If one is current, the response is a 304 without a body. Weak tags and the suffixes that proxies add, such as `-gzip`, also match. A 304 from the response cache does not count against your rate limit.",
        "\"AAAAAAAAAAAAAAAAAAAAAA\""); // no pattern: an invalid entity tag is ignored

    public static OpenApiParameter IfModifiedSince() => new()
    {
        Name = "If-Modified-Since",
        In = ParameterLocation.Header,
        Description = "`Last-Modified` of your copy, if you do not have its `ETag`. The response is a 304 while the library has not changed since.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = RequestLimits.MaxHeadersLength },
        Example = JsonValue.Create("Wed, 20 Aug 2025 08:15:00 GMT"),
    };

    public static OpenApiParameter IfMatch() => CreateEntityTagParameter(
        "If-Match",
        "`ETag` of the resource that you have read, such as `\"0198e4a17c007d3ba5f03c2b1a098765-3\"`. Returns 412 if the resource has changed since.",
        example: null,
        EntityTagsPattern);

    public static OpenApiParameter IfMatchOfRead() => CreateEntityTagParameter(
        "If-Match",
        "One or more `ETag`s of your copies, or `*`. If none is current, the response is a 412. It is evaluated before `If-None-Match`, and a weak tag never matches.",
        example: null); // no pattern: an invalid entity tag matches nothing

    public static OpenApiParameter IfNoneMatchAny() => CreateEntityTagParameter("If-None-Match", "`*` to create the resource. Returns 412 if it already exists.", "*", "^\\*$");

    private static OpenApiParameter CreateEntityTagParameter(string name, string description, string? example, string? pattern = null) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = RequestLimits.MaxHeadersLength, Pattern = pattern },
        Example = example is null ? null : JsonValue.Create(example),
    };
}
