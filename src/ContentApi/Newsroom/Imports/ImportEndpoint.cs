using ContentApi.Core.Model;
using ContentApi.Publishing;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Problems;
using ContentApi.Web.Security;
using ContentApi.Web.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Newsroom.Imports;

internal static class ImportEndpoint
{
    public static void MapImports(this RouteGroupBuilder v1) =>
        v1.MapGroup("/imports").WithTag("Imports", "Imports of documents, in the formats of the `import` command.").RequireScope(Scope.Write)
            .MapPost("", Import).WithName("importDocument")
            .Produces<Problem>(StatusCodes.Status428PreconditionRequired, OpenApiComponentsFilter.ProblemMediaType)
            .WithHeaders([200], OpenApiHeaders.ETagIfExists).WithHeaders([412, 428], OpenApiHeaders.DraftLocation);

    /// <summary>Import a document</summary>
    /// <remarks>
    /// Imports one document in a format of the `import` command: Markdown with front matter, page text, or JSON. Saves it as a new version
    /// and publishes it, or schedules it if its `publishedAt` is in the future. `errors` lists the reasons why the document is invalid,
    /// with line numbers where known. A document is a draft if its front matter says so, for example with `draft: true`,
    /// `published: false` or `status: private`; an unrecognized value of one of these keys also makes it a draft. A draft is saved but not
    /// published. If its story is already published, the story stays published and the result has a warning. If its story is scheduled,
    /// the schedule is deleted and the result has a warning. A document that is not a draft is `invalid` if its title, its body or a
    /// takeaway has no visible content.
    ///
    /// The slug of the story comes from the document. If a draft has this slug, a precondition is required: `If-Match` with the `ETag` of
    /// the draft replaces it; `If-None-Match: *` imports only new stories (412). Without a precondition, the response is 428. A 412 or 428
    /// has the `ETag` of the draft, and its URL in `Location`: check the draft, then send the document again with `If-Match`. An invalid
    /// document is reported without a precondition.
    /// </remarks>
    /// <param name="body">Document to import.</param>
    /// <param name="dryRun" example="true">
    /// Whether to return the result without importing the document. A dry run requires no precondition, but checks those that it has.
    /// </param>
    internal static async Task<Results<Ok<ImportResult>, PreconditionProblem, ProblemResult>> Import(
        ImportBody body, [FromQuery(Name = "dryRun")] bool? dryRun, HttpContext context, LinkGenerator linkGenerator, Importer importer, Caller caller, CancellationToken cancellationToken)
    {
        DocumentImportResult result;
        if (body.MediaType == JsonBody<StoryDocument>.MediaType)
        {
            var (document, problem) = StrictJson.Parse<StoryDocument>(body.Bytes);
            if (document is null)
            {
                return problem!;
            }

            result = await importer.Import(new DocumentParseResult(document, []), IsExpected, caller.Actor, dryRun == true, cancellationToken);
        }
        else
        {
            result = await importer.Import(body.Bytes.ToArray(), body.MediaType == "text/plain" ? "document.txt" : "document.md", IsExpected, caller.Actor, dryRun == true, cancellationToken);
        }

        var publication = result.Publication;
        if (publication is { IsPreconditionFailed: true, PreviousDraft: var existing })
        {
            var problem = CheckPreconditions(existing)!;
            if (existing is not null && problem.StatusCode != StatusCodes.Status400BadRequest)
            {
                context.Response.Headers.Location = linkGenerator.GetPathByName(context, "getDraft", new { slug = existing.Slug });
            }

            return problem;
        }

        context.Response.Headers.ETag = (dryRun == true ? publication?.PreviousDraft : publication?.Draft)?.ETag;
        return TypedResults.Ok(new ImportResult
        {
            Slug = result.Slug,
            Outcome = result.Outcome.GetName(),
            Warnings = ImportDiagnosticList.Create(result.Diagnostics, DiagnosticSeverity.Warning),
            Errors = ImportDiagnosticList.Create(result.Diagnostics, DiagnosticSeverity.Error),
        });

        bool IsExpected(DraftRow? draft) => CheckPreconditions(draft) is null;

        ProblemResult? CheckPreconditions(DraftRow? draft) => Preconditions.CheckIfExists(context.Request, draft?.ETag, isRequired: dryRun != true, $"The draft '{draft?.Slug}'");
    }
}
