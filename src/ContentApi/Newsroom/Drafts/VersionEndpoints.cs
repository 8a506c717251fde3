using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using ContentApi.Newsroom.Previews;
using ContentApi.Publishing;
using ContentApi.Web.Paging;
using ContentApi.Web.Problems;
using ContentApi.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Newsroom.Drafts;

internal static class VersionEndpoints
{
    public static void MapVersions(this RouteGroupBuilder v1)
    {
        var versions = v1.MapGroup("/drafts/{slug}/versions").WithTags("Drafts").RequireScope(Scope.Preview);
        versions.MapGet("", List).WithName("listVersions");
        versions.MapGet("/{version:int}", Get).WithName("getVersion");
        versions.MapGet("/{version:int}/preview", Preview).WithName("previewVersion");
        versions.MapGet("/{version:int}/diff", Diff).WithName("diffVersions");
    }

    /// <summary>List the versions of a draft</summary>
    /// <remarks>Lists all saved versions, the newest first.</remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Slug of the draft.</param>
    /// <param name="query">Paging parameters.</param>
    internal static async Task<Results<Ok<Page<DraftVersion>>, InvalidRequestProblem, SlugRedirect, NotFoundProblem>> List(
        [Slug] string slug, [AsParameters] PageQuery query, DraftStore drafts, DraftVersionStore versions, HttpContext context, CancellationToken cancellationToken)
    {
        if (PageRequest.Parse(query, DraftVersionStore.CreateCanonicalQuery(slug), SortKeyKind.Int32) is not { } page)
        {
            return PagedResults.InvalidCursor;
        }

        return await versions.List(slug, page, cancellationToken) is { } versionPage ? PagedResults.ToResult(versionPage, context)
            : (await drafts.Find(slug, cancellationToken)).NewSlug is { } newSlug ? new SlugRedirect(newSlug)
            : DraftEndpoints.NotFound(slug);
    }

    /// <summary>Get a version</summary>
    /// <remarks>Returns the document as saved, in the form that `PUT` accepts.</remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Slug of the draft.</param>
    /// <param name="version" example="1">Number of the version.</param>
    internal static async Task<Results<Ok<StoryDocument>, MissingVersionResult>> Get([Slug] string slug, [Range(1, int.MaxValue)] int version, DraftStore drafts, VersionStore versions, CancellationToken cancellationToken) =>
        await versions.Find(slug, version, cancellationToken) is { } versionDocument ? TypedResults.Ok(versionDocument.ReadDocument()) : await CreateMissingResult(slug, version, drafts, cancellationToken);

    /// <summary>Preview a version</summary>
    /// <remarks>
    /// Returns the story exactly as `GET /v1/stories/{slug}` would return it if this version were live, except that a founder or topic that
    /// publishing would create has an `id` of zeros.
    /// </remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Slug of the draft.</param>
    /// <param name="version" example="1">Number of the version.</param>
    /// <param name="body" example="blocks">Format of the body, as in `GET /v1/stories/{slug}`.</param>
    internal static async Task<Results<Ok<Story>, MissingVersionResult>> Preview(
        [Slug] string slug,
        [Range(1, int.MaxValue)] int version,
        [FromQuery(Name = "body"), OneOf<BodyFormat>] string? body,
        DraftStore drafts,
        VersionStore versions,
        StoryPreview preview,
        CancellationToken cancellationToken) =>
        await versions.Find(slug, version, cancellationToken) is { } versionDocument
            ? TypedResults.Ok(await preview.Render(versionDocument, EnumNames.ParseOrDefault(body, BodyFormat.Blocks), cancellationToken))
            : await CreateMissingResult(slug, version, drafts, cancellationToken);

    /// <summary>Compare two versions</summary>
    /// <remarks>
    /// Returns the members of the document, and the sections and blocks of its body, that were added, removed or changed.
    /// </remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Slug of the draft.</param>
    /// <param name="version" example="1">Number of the version to compare.</param>
    /// <param name="from" example="1">Number of the base version; by default the previous version (for version 1, version 1).</param>
    internal static async Task<Results<Ok<VersionDiff>, MissingVersionResult>> Diff(
        [Slug] string slug, [Range(1, int.MaxValue)] int version, [FromQuery(Name = "from"), Range(1, int.MaxValue)] int? from, DraftStore drafts, VersionStore versions, CancellationToken cancellationToken)
    {
        var baseVersion = from ?? Math.Max(1, version - 1);
        return await versions.Find(slug, version, cancellationToken) is not { } comparedDocument ? await CreateMissingResult(slug, version, drafts, cancellationToken)
            : await versions.Find(slug, baseVersion, cancellationToken) is not { } baseDocument ? await CreateMissingResult(slug, baseVersion, drafts, cancellationToken)
            : TypedResults.Ok(DocumentComparer.Compare(baseDocument, comparedDocument, cancellationToken));
    }

    private static async Task<MissingVersionResult> CreateMissingResult(string slug, int version, DraftStore drafts, CancellationToken cancellationToken) =>
        new(slug, version, (await drafts.Find(slug, cancellationToken)).NewSlug);
}
