using System.Text.Json;
using System.Text.Json.Serialization;
using ContentApi.Core.Model;
using ContentApi.Newsroom.Identity;
using ContentApi.Publishing;
using ContentApi.Web;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Problems;
using ContentApi.Web.Security;
using ContentApi.Web.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContentApi.Newsroom.Collections;

internal static class CollectionWriteEndpoints
{
    public static void MapCollectionWrites(this RouteGroupBuilder v1)
    {
        var collections = v1.MapGroup("/collections/{slug}").WithTags("Collections").RequireScope(Scope.Write);
        collections.MapPut("", Save).WithName("saveCollection").WithHeaders([200, 201], "ETag");
        collections.MapPatch("", Patch).WithName("patchCollection").WithHeaders([200], "ETag");
        collections.MapPost("/rename", Rename).WithName("renameCollection").WithHeaders([200], "ETag");
        collections.MapDelete("", Delete).WithName("deleteCollection");
    }

    public static IServiceCollection AddCollectionWrites(this IServiceCollection services) =>
        services.AddSingleton<CollectionEditor>().AddSingleton<CollectionWriter>().AddTransient<ISampleContent, SampleCollections>().AddJsonContext(SavedCollectionJsonContext.Default);

    /// <summary>Save a collection</summary>
    /// <remarks>
    /// To create a collection, send `If-None-Match: *`. To replace its members and its list of stories, send `If-Match` with the `ETag` of
    /// `GET /v1/collections/{slug}` without `include`. Every member is required; `dek` and `image` may be null. The change is live at once,
    /// and has the kind `collection` in `GET /v1/changes`. The response has all stories, also those that readers do not see.
    /// </remarks>
    /// <param name="slug" example="where-to-begin">Slug of the collection.</param>
    [DeferredValidation]
    internal static async Task<Results<CollectionResult, CreatedCollectionResult, WriteProblem>> Save(
        [Slug] string slug, JsonBody<CollectionDocument> body, HttpContext context, CollectionWriter collections, CancellationToken cancellationToken)
    {
        if (!Slug.IsValid(slug))
        {
            return new WriteProblem(new InvalidRequestProblem("slug", Slug.Requirement));
        }

        var (current, newSlug) = await collections.Find(slug, cancellationToken);
        if (newSlug is not null)
        {
            return new WriteProblem(await collections.CreateFormerSlugProblem(slug, newSlug, context.Request));
        }

        if (Preconditions.Check(context.Request, CollectionResult.ComputeETag(current), CollectionWriter.Describe(slug)) is { } failure)
        {
            return new WriteProblem(failure);
        }

        return await collections.Save(slug, body.Value, body.FindMissingMembers(), current, context) switch
        {
            ({ } saved, _) => current is null ? new CreatedCollectionResult(saved) : new CollectionResult(saved),
            (_, var problem) => problem!,
        };
    }

    /// <summary>Patch a collection</summary>
    /// <remarks>
    /// Applies a JSON Merge Patch (RFC 7396): members of the patch replace those of the collection, and null removes `dek` or `image`.
    /// `stories` replaces the whole list. An empty patch changes nothing and returns the collection with all its stories, also those that
    /// readers do not see.
    /// </remarks>
    /// <param name="slug" example="where-to-begin">Slug of the collection.</param>
    internal static async Task<Results<CollectionResult, NotFoundProblem, WriteProblem>> Patch(
        [Slug] string slug, MergePatchBody<CollectionDocument> body, HttpContext context, CollectionWriter collections, CancellationToken cancellationToken)
    {
        var (current, newSlug) = await collections.Find(slug, cancellationToken);
        if (current is null)
        {
            return newSlug is null ? NotFound(slug) : new WriteProblem(await collections.CreateFormerSlugProblem(slug, newSlug, context.Request));
        }

        if (Preconditions.Check(context.Request, CollectionResult.ComputeETag(current), CollectionWriter.Describe(slug)) is { } failure)
        {
            return new WriteProblem(failure);
        }

        var merged = MergePatch.Apply(JsonSerializer.SerializeToElement(current.ToDocument(), CollectionJsonContext.Default.CollectionDocument), body.Value);
        var (document, problem) = StrictJson.Parse<CollectionDocument>(merged);
        if (document is null)
        {
            return new WriteProblem(problem!);
        }

        return await collections.Save(slug, document, missingMembers: [], current, context) switch
        {
            ({ } saved, _) => new CollectionResult(saved),
            (_, var rejection) => rejection!,
        };
    }

    /// <summary>Delete a collection</summary>
    /// <remarks>Deletes the collection at once. Its stories are not changed. `If-Match` is optional.</remarks>
    /// <param name="slug" example="where-to-begin">Slug of the collection.</param>
    internal static async Task<Results<NoContent, NotFoundProblem, ConflictProblem, PreconditionProblem>> Delete(
        [Slug] string slug, HttpRequest request, CollectionEditor editor, Caller caller, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (current, newSlug) = await editor.Find(slug, cancellationToken);
            if (current is null)
            {
                return newSlug is null ? NotFound(slug) : FormerSlug(slug, newSlug);
            }

            if (Preconditions.CheckIfMatch(request, CollectionResult.ComputeETag(current)!) is { } failure)
            {
                return new PreconditionProblem(failure);
            }

            if (await editor.Delete(slug, current.Row.Revision, caller.Actor, cancellationToken))
            {
                return TypedResults.NoContent();
            }
        } // retries if the collection has changed between the read and the write
    }

    /// <summary>Rename a collection</summary>
    /// <remarks>
    /// Gives the collection another slug, as one revision. The former slug redirects (308). Returns 409 if the slug is the current or a former
    /// slug of another collection. `If-Match` is optional.
    /// </remarks>
    /// <param name="slug" example="where-to-begin">Current slug of the collection.</param>
    internal static async Task<Results<CollectionResult, InvalidContentProblem, NotFoundProblem, ConflictProblem, PreconditionProblem>> Rename(
        [Slug] string slug, JsonBody<RenameRequest> body, HttpRequest request, CollectionEditor editor, Caller caller, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (current, newSlug) = await editor.Find(slug, cancellationToken);
            if (current is null)
            {
                return newSlug is null ? NotFound(slug) : FormerSlug(slug, newSlug);
            }

            if (Preconditions.CheckIfMatch(request, CollectionResult.ComputeETag(current)!) is { } failure)
            {
                return new PreconditionProblem(failure);
            }

            switch (await editor.Rename(slug, body.Value.Slug, current.Row.Revision, caller.Actor, cancellationToken))
            {
                case NamedResourceOutcome.SlugTaken:
                    return new ConflictProblem($"The slug '{body.Value.Slug}' is or was used by another collection.");
                case NamedResourceOutcome.Done when (await editor.Find(body.Value.Slug, cancellationToken)).Collection is { } renamed:
                    return new CollectionResult(renamed);
            }
        } // retries if the collection has changed between the read and the write
    }

    private static ConflictProblem FormerSlug(string slug, string newSlug) => new($"'{slug}' is a former slug of '{newSlug}'. Use '{newSlug}'.");

    private static NotFoundProblem NotFound(string slug) => new($"No collection has the slug '{slug}'.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SavedCollection))]
internal sealed partial class SavedCollectionJsonContext : JsonSerializerContext;
