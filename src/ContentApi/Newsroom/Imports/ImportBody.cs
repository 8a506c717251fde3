using System.Reflection;
using ContentApi.Core.Model;
using ContentApi.Web.Problems;
using ContentApi.Web.Validation;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Newsroom.Imports;

/// <summary>The body of an import request, unparsed.</summary>
internal sealed class ImportBody : IRequestBody, IEndpointParameterMetadataProvider
{
    private static readonly string[] MediaTypes = ["text/markdown", "text/plain", "application/json"];

    public required ReadOnlyMemory<byte> Bytes { get; init; }

    public required string MediaType { get; init; }

    public required ProblemResult? Problem { get; init; }

    object? IRequestBody.ContentToValidate => null;

    public static async ValueTask<ImportBody?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (bytes, mediaType, problem) = await RequestBodyReader.Read(context, MediaTypes);
        return new() { Bytes = bytes, MediaType = mediaType, Problem = problem };
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptedBody(typeof(string), "text/markdown", "text/plain"));
        builder.Metadata.Add(new AcceptedBody(typeof(StoryDocument), "application/json"));
        BodyValidation.AddProblemResponses(builder, isValidated: false);
    }
}
