using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization;
using ContentApi.Access;
using ContentApi.Authoring;
using ContentApi.Http;
using ContentApi.Stories;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Importing;

/// <summary>What became of an imported document.</summary>
public sealed record ImportResult
{
    /// <summary>Name of the story; null where the document could not be read.</summary>
    /// <example>the-quiet-bakery</example>
    [Slug]
    public required string? Slug { get; init; }

    /// <summary>
    /// `created` or `updated`: published, or scheduled with a warning. `draft`: saved as a draft and not published, because the document says
    /// so. `unchanged`: this version was imported before. `invalid`: not imported.
    /// </summary>
    /// <example>created</example>
    [AllowedValues("created", "updated", "draft", "unchanged", "invalid")]
    public required string Outcome { get; init; }

    /// <summary>What the writer should know; the document was imported all the same.</summary>
    [MaxLength(2 * RequestLimits.Body)]
    public required IReadOnlyList<ImportFinding> Warnings { get; init; }

    /// <summary>Why the document is invalid; empty if it is not.</summary>
    [MaxLength(2 * RequestLimits.Body)]
    public required IReadOnlyList<ImportFinding> Errors { get; init; }
}

/// <summary>Something about a document.</summary>
public sealed record ImportFinding
{
    /// <summary>Line of the document, from 1; null where it is about none.</summary>
    /// <example>3</example>
    [Range(1, RequestLimits.Body)]
    public required int? Line { get; init; }

    /// <summary>What it is.</summary>
    /// <example>the key 'club' is not known; it is passed over</example>
    [Text(2 * RequestLimits.Body)]
    public required string Message { get; init; }
}

/// <summary>The body of an import, as it came.</summary>
internal sealed class ImportBody : IRequestBody, IEndpointParameterMetadataProvider
{
    private static readonly string[] MediaTypes = ["text/markdown", "text/plain", "application/json"];

    public required ReadOnlyMemory<byte> Bytes { get; init; }

    public required string MediaType { get; init; }

    public required ProblemResult? Fault { get; init; }

    object? IRequestBody.Content => null;

    public static async ValueTask<ImportBody?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (bytes, mediaType, fault) = await RequestBody.Read(context, MediaTypes);
        return new() { Bytes = bytes, MediaType = mediaType, Fault = fault };
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptedBody(typeof(string), "text/markdown", "text/plain"));
        builder.Metadata.Add(new AcceptedBody(typeof(StoryDocument), "application/json"));
        Validation.Document(builder, validated: false);
    }
}

internal static class ImportEndpoint
{
    public static void MapImports(this RouteGroupBuilder v1) =>
        v1.MapGroup("/imports").WithTag("Imports", "Documents as the verb `import` takes them.").RequireScope(Scope.Write).MapPost("", Import).WithName("importDocument");

    /// <summary>Import a document</summary>
    /// <remarks>
    /// One document as the verb `import` takes it (Markdown with front matter, page text, or a document as JSON): saved as a new version,
    /// and published. What is wrong with it stands in `errors`, each with its line. Front matter that says that the document is not to be
    /// published (`draft: true`, `published: false`, `status: private` and the like, or a value of such a key that is not known) makes it a
    /// draft. A story that is published already stays published, and a warning says so. A document without a visible body is `invalid`,
    /// unless it is a draft.
    /// </remarks>
    /// <param name="body">The document.</param>
    /// <param name="dryRun" example="true">Only say what would become of it.</param>
    internal static async Task<Results<Ok<ImportResult>, ProblemResult>> Import(
        ImportBody body, [FromQuery(Name = "dryRun")] bool? dryRun, Importer importer, Caller caller, CancellationToken cancellation)
    {
        ImportedDocument imported;
        if (body.MediaType == JsonBody<StoryDocument>.MediaType)
        {
            var (document, fault) = StrictJson.Parse<StoryDocument>(body.Bytes);
            if (document is null)
            {
                return fault!;
            }

            imported = await importer.Import(new ReadResult(document, []), caller.Actor, dryRun == true, cancellation);
        }
        else
        {
            imported = await importer.Import(body.Bytes.ToArray(), body.MediaType == "text/plain" ? "document.txt" : "document.md", caller.Actor, dryRun == true, cancellation);
        }

        return TypedResults.Ok(new ImportResult
        {
            Slug = imported.Slug,
            Outcome = imported.Outcome.ToString().ToLowerInvariant(),
            Warnings = Of(imported, Severity.Warning),
            Errors = Of(imported, Severity.Error),
        });
    }

    private static List<ImportFinding> Of(ImportedDocument document, Severity severity) => document.Findings
        .Where(finding => finding.Severity == severity)
        .Select(finding => new ImportFinding { Line = finding.Line, Message = finding.Message })
        .ToList();
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImportResult))]
internal sealed partial class ImportJson : JsonSerializerContext;
