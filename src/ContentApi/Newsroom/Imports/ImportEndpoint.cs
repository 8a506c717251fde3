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
        v1.MapGroup("/imports").WithTag("Imports", "Imports of documents, in the formats of the `import` command.").RequireScope(Scope.Write).MapPost("", Import).WithName("importDocument");

    /// <summary>Import a document</summary>
    /// <remarks>
    /// Imports one document in a format of the `import` command: Markdown with front matter, page text, or JSON. Saves it as a new version
    /// and publishes it, or schedules it if its `publishedAt` is in the future. `errors` lists the reasons why the document is invalid,
    /// with line numbers where known. A document is a draft if its front matter says so, for example with `draft: true`,
    /// `published: false` or `status: private`; an unrecognized value of one of these keys also makes it a draft. A draft is saved but not
    /// published. If its story is already published, the story stays published and the result has a warning. If its story is scheduled,
    /// the schedule is deleted and the result has a warning. A document that is not a draft is `invalid` if its title, its body or a
    /// takeaway has no visible content.
    /// </remarks>
    /// <param name="body">Document to import.</param>
    /// <param name="dryRun" example="true">Whether to return the result without importing the document.</param>
    internal static async Task<Results<Ok<ImportResult>, ProblemResult>> Import(
        ImportBody body, [FromQuery(Name = "dryRun")] bool? dryRun, Importer importer, Caller caller, CancellationToken cancellationToken)
    {
        DocumentImportResult result;
        if (body.MediaType == JsonBody<StoryDocument>.MediaType)
        {
            var (document, problem) = StrictJson.Parse<StoryDocument>(body.Bytes);
            if (document is null)
            {
                return problem!;
            }

            result = await importer.Import(new DocumentParseResult(document, []), caller.Actor, dryRun == true, cancellationToken);
        }
        else
        {
            result = await importer.Import(body.Bytes.ToArray(), body.MediaType == "text/plain" ? "document.txt" : "document.md", caller.Actor, dryRun == true, cancellationToken);
        }

        return TypedResults.Ok(new ImportResult
        {
            Slug = result.Slug,
            Outcome = result.Outcome.GetName(),
            Warnings = ImportDiagnostic.From(result.Diagnostics, DiagnosticSeverity.Warning),
            Errors = ImportDiagnostic.From(result.Diagnostics, DiagnosticSeverity.Error),
        });
    }
}
