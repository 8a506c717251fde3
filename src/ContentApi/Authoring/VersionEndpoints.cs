using System.ComponentModel.DataAnnotations;
using System.Reflection;
using ContentApi.Access;
using ContentApi.Http;
using ContentApi.Stories;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Authoring;

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
    /// <remarks>All that were saved, the newest first.</remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Name of the draft.</param>
    /// <param name="query">The page.</param>
    internal static async Task<Results<Ok<Page<DraftVersion>>, InvalidRequest, Moved, NotFoundProblem>> List(
        [Slug] string slug, [AsParameters] PageQuery query, DraftStore drafts, VersionStore versions, HttpContext context, CancellationToken cancellation)
    {
        if (!Cursor.TryRead(query.Cursor, VersionStore.Canonical(slug), SortKeyKind.Number, out var after))
        {
            return Paging.InvalidCursor;
        }

        return await versions.List(slug, query, after, cancellation) is { } page ? Paging.Answer(page, context)
            : (await drafts.Find(slug, cancellation)).NewName is { } newName ? new Moved(newName)
            : DraftEndpoints.NotFound(slug);
    }

    /// <summary>Get a version</summary>
    /// <remarks>The document as it was saved, in the form that `PUT` takes.</remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Name of the draft.</param>
    /// <param name="version" example="1">Number of the version.</param>
    internal static async Task<Results<Ok<StoryDocument>, AbsentVersion>> Get([Slug] string slug, [Range(1, int.MaxValue)] int version, DraftStore drafts, VersionStore versions, CancellationToken cancellation) =>
        await versions.Find(slug, version, cancellation) is { } found ? TypedResults.Ok(found.Document) : await Absent(slug, version, drafts, cancellation);

    /// <summary>Preview a version</summary>
    /// <remarks>The story exactly as readers would get it from `GET /v1/stories/{slug}` if this version were live.</remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Name of the draft.</param>
    /// <param name="version" example="1">Number of the version.</param>
    /// <param name="body" example="blocks">Form of the body, as in `GET /v1/stories/{slug}`.</param>
    internal static async Task<Results<Ok<Story>, AbsentVersion>> Preview(
        [Slug] string slug,
        [Range(1, int.MaxValue)] int version,
        [FromQuery(Name = "body"), AllowedValues("blocks", "html", "markdown", "text", "none")] string? body,
        DraftStore drafts,
        VersionStore versions,
        StoryPreview preview,
        CancellationToken cancellation) =>
        await versions.Find(slug, version, cancellation) is { } found
            ? TypedResults.Ok(await preview.Draw(found, body ?? "blocks", cancellation))
            : await Absent(slug, version, drafts, cancellation);

    /// <summary>Compare two versions</summary>
    /// <remarks>Members of the document, and sections and blocks of its body, that were added, removed or changed.</remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Name of the draft.</param>
    /// <param name="version" example="1">Number of the version that is compared.</param>
    /// <param name="from" example="1">Number of the version that it is compared with; without it, the one before.</param>
    internal static async Task<Results<Ok<VersionDiff>, AbsentVersion>> Diff(
        [Slug] string slug, [Range(1, int.MaxValue)] int version, [FromQuery(Name = "from"), Range(1, int.MaxValue)] int? from, DraftStore drafts, VersionStore versions, CancellationToken cancellation)
    {
        var before = from ?? Math.Max(1, version - 1);
        return await versions.Find(slug, version, cancellation) is not { } newer ? await Absent(slug, version, drafts, cancellation)
            : await versions.Find(slug, before, cancellation) is not { } older ? await Absent(slug, before, drafts, cancellation)
            : TypedResults.Ok(Differences.Between(older, newer, cancellation));
    }

    private static async Task<AbsentVersion> Absent(string slug, int version, DraftStore drafts, CancellationToken cancellation) =>
        new(slug, version, (await drafts.Find(slug, cancellation)).NewName);
}

/// <summary>The answer where there is no such version: 308 to the draft's new name, else, and for a number that is none, 404.</summary>
internal sealed class AbsentVersion(string slug, int version, string? newName) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext) => newName is not null && version > 0
        ? new Moved(newName).ExecuteAsync(httpContext)
        : new NotFoundProblem($"There is no version {version} of a draft with the name '{slug}'.").ExecuteAsync(httpContext);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        Moved.PopulateMetadata(method, builder);
        NotFoundProblem.PopulateMetadata(method, builder);
    }
}
