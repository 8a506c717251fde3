using System.Text.Json;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;
using ContentApi.Newsroom.Identity;
using ContentApi.Publishing;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Paging;
using ContentApi.Web.Problems;
using ContentApi.Web.Security;
using ContentApi.Web.Validation;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContentApi.Newsroom.Drafts;

internal static class DraftEndpoints
{
    public static void MapDrafts(this RouteGroupBuilder v1)
    {
        var reading = v1.MapGroup("/drafts").WithTag("Drafts", "The newsroom's copies of stories: saved in versions, published, scheduled, withdrawn.").RequireScope(Scope.Preview);
        reading.MapGet("", List).WithName("listDrafts")
            .WithLink("draft", "getDraft", "slug", "/items/0/slug", "The newest document of a draft of the list.");
        reading.MapGet("/{slug}", Get).WithName("getDraft").WithHeaders([200], "ETag", "Draft-State", "Draft-Version");

        var writing = v1.MapGroup("/drafts").WithTags("Drafts").RequireScope(Scope.Write);
        writing.MapPut("/{slug}", Save).WithName("saveDraft").WithHeaders([200, 201], "ETag", "Draft-State", "Draft-Version");
        writing.MapPatch("/{slug}", Patch).WithName("patchDraft").Produces(StatusCodes.Status204NoContent).WithHeaders([200, 204], "ETag", "Draft-State", "Draft-Version");
        writing.MapPost("/{slug}/rename", Rename).WithName("renameDraft").Produces(StatusCodes.Status204NoContent).WithHeaders([200, 204], "ETag", "Draft-State", "Draft-Version");
        writing.MapDelete("/{slug}", Delete).WithName("deleteDraft");
    }

    /// <summary>List drafts</summary>
    /// <remarks>Lists all drafts with the state of each, the most recently changed first.</remarks>
    internal static async Task<Results<Ok<Page<Draft>>, InvalidRequestProblem>> List(
        [AsParameters] DraftListQuery query, [AsParameters] PageQuery paging, DraftStore drafts, HttpContext context, CancellationToken cancellationToken) =>
        PageRequest.Parse(paging, query.Canonical, SortKeyKind.Instant) is { } page
            ? PagedResults.ToResult(await drafts.List(query, page, cancellationToken), context)
            : PagedResults.InvalidCursor;

    /// <summary>Get a draft</summary>
    /// <remarks>
    /// Returns the newest version of the document, in the form that `PUT` accepts. Send the `ETag` in `If-Match` to change the draft or its
    /// schedule; the `ETag` changes with each version and with the schedule. The headers `Draft-State` and `Draft-Version` give the state
    /// of the draft and the number of its newest version.
    /// </remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Slug of the draft.</param>
    internal static async Task<Results<DraftResult, SlugRedirect, NotFoundProblem, PreconditionProblem>> Get([Slug] string slug, HttpRequest request, DraftStore drafts, CancellationToken cancellationToken) =>
        await drafts.Find(slug, cancellationToken) switch
        {
            ({ } draft, _) => Preconditions.CheckRead(request, draft.ETag) is { } failure ? failure : new DraftResult(draft),
            (_, { } newSlug) => new SlugRedirect(newSlug),
            _ => NotFound(slug),
        };

    /// <summary>Save a draft</summary>
    /// <remarks>
    /// Saves the document as a new version: `If-None-Match: *` creates the draft (201), `If-Match` adds a version after the one that you
    /// read (200). Unchanged content creates no version. Readers see the version only after it is published. `warnings` lists
    /// what cannot be published as written. At a former slug, `If-None-Match: *` returns 412 and `If-Match` returns 409.
    /// </remarks>
    /// <param name="slug" example="the-quiet-bakery">Slug of the draft, and of its story once published.</param>
    [DeferredValidation]
    internal static async Task<Results<SavedDraftResult, CreatedDraftResult, WriteProblem>> Save(
        [Slug] string slug, JsonBody<StoryDocument> body, HttpRequest request, DraftStore drafts, IValidator<StoryDocument> validator, Caller caller, CancellationToken cancellationToken)
    {
        if (!Slug.IsValid(slug))
        {
            return new WriteProblem(new InvalidRequestProblem("slug", Slug.Requirement));
        }

        var (current, newSlug) = await drafts.Find(slug, cancellationToken);
        return newSlug is not null ? await CreateRenamedProblem(slug, newSlug, request, drafts, cancellationToken)
            : Preconditions.Check(request, current?.ETag, Describe(slug)) is { } failure ? new WriteProblem(failure)
            : await SaveVersion(slug, body.Value, current, request, drafts, validator, caller.Actor, cancellationToken);
    }

    /// <summary>Patch a draft</summary>
    /// <remarks>
    /// Applies a JSON Merge Patch (RFC 7396) to the document: members of the patch replace those of the document, and null removes them.
    /// Creates a new version, as `PUT` does. Keys with the scope `preview` receive the document; others receive only the headers (204).
    /// </remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Slug of the draft.</param>
    internal static async Task<Results<SavedDraftResult, NotFoundProblem, WriteProblem>> Patch(
        [Slug] string slug, MergePatchBody<StoryDocument> body, HttpRequest request, DraftStore drafts, IValidator<StoryDocument> validator, Caller caller, CancellationToken cancellationToken)
    {
        var (current, newSlug) = await drafts.Find(slug, cancellationToken);
        if (newSlug is not null || current is null)
        {
            return newSlug is not null ? await CreateRenamedProblem(slug, newSlug, request, drafts, cancellationToken) : NotFound(slug);
        }

        if (Preconditions.Check(request, current.ETag, Describe(slug)) is { } failure)
        {
            return new WriteProblem(failure);
        }

        var merged = MergePatch.Apply(JsonSerializer.SerializeToElement(current.ReadDocument(), StoryDocumentJsonContext.Default.StoryDocument), body.Value);
        var (document, problem) = StrictJson.Parse<StoryDocument>(merged);
        if (document is null)
        {
            return new WriteProblem(problem!);
        }

        return (await SaveVersion(slug, document, current, request, drafts, validator, caller.Actor, cancellationToken)).Result switch
        {
            WriteProblem rejection => rejection,
            var saved => ((SavedDraftResult)saved).AsNotSentByCaller(),
        };
    }

    /// <summary>Rename a draft</summary>
    /// <remarks>
    /// Renames the draft and its published story at once; renaming a published story is one revision. The former slug redirects to the new
    /// one; writing to the former slug returns 409. Keys with the scope `preview` receive the document; others receive only the headers
    /// (204).
    /// </remarks>
    /// <param name="slug" example="the-quiet-bakery">Current slug of the draft.</param>
    internal static async Task<Results<SavedDraftResult, InvalidContentProblem, NotFoundProblem, ConflictProblem>> Rename(
        [Slug] string slug, JsonBody<RenameRequest> body, DraftStore drafts, LibraryEditor editor, Caller caller, CancellationToken cancellationToken)
    {
        var requestedSlug = body.Value.Slug;
        if ((await drafts.Find(slug, cancellationToken)).NewSlug is { } newSlug)
        {
            return RenamedProblem(slug, newSlug);
        }

        return await editor.Rename(slug, requestedSlug, caller.Actor, cancellationToken) switch
        {
            RenameOutcome.NotFound => NotFound(slug),
            RenameOutcome.SlugTaken => new ConflictProblem($"The slug '{requestedSlug}' is or was used by another draft."),
            _ => await drafts.Find(requestedSlug, cancellationToken) is ({ } draft, _) ? new SavedDraftResult(draft) : NotFound(requestedSlug),
        };
    }

    /// <summary>Delete a draft</summary>
    /// <remarks>
    /// Deletes the draft with all its versions and its schedule. If its story was withdrawn, readers still get 410. A published story must
    /// be withdrawn first (409).
    /// </remarks>
    /// <param name="slug" example="the-quiet-bakery">Slug of the draft.</param>
    internal static async Task<Results<NoContent, NotFoundProblem, ConflictProblem>> Delete([Slug] string slug, DraftStore drafts, LibraryEditor editor, Caller caller, CancellationToken cancellationToken) =>
        await editor.Delete(slug, caller.Actor, cancellationToken) switch
        {
            DeleteOutcome.Deleted => TypedResults.NoContent(),
            DeleteOutcome.RefusedBecausePublished => new ConflictProblem($"'{slug}' is published. Withdraw it first: POST /v1/drafts/{slug}/withdraw."),
            _ => (await drafts.Find(slug, cancellationToken)).NewSlug is { } newSlug ? RenamedProblem(slug, newSlug) : NotFound(slug),
        };

    internal static NotFoundProblem NotFound(string slug) => new($"There is no draft with the slug '{slug}'.");

    internal static ConflictProblem RenamedProblem(string slug, string newSlug) => new($"'{slug}' was renamed to '{newSlug}'. Use '{newSlug}'.");

    private static async Task<Results<SavedDraftResult, CreatedDraftResult, WriteProblem>> SaveVersion(
        string slug, StoryDocument submitted, DraftDocument? current, HttpRequest request, DraftStore drafts, IValidator<StoryDocument> validator, Actor actor, CancellationToken cancellationToken)
    {
        var validation = await validator.ValidateAsync(submitted with { Slug = slug }, cancellationToken);
        if (submitted.Slug is not null && submitted.Slug != slug)
        {
            validation.Errors.Add(new ValidationFailure("slug", $"must match the slug in the URL, '{slug}'. To rename the draft, send POST /v1/drafts/{slug}/rename."));
        }

        if (validation.IsValid)
        {
            var ownerSlugs = await drafts.FindTakeawayOwners(submitted.Takeaways.Select(takeaway => takeaway.Id).OfType<Guid>().ToList(), current?.Id, cancellationToken);
            validation.Errors.AddRange(submitted.Takeaways.Index().Where(takeaway => takeaway.Item.Id is { } id && ownerSlugs.ContainsKey(id))
                .Select(takeaway => new ValidationFailure($"takeaways[{takeaway.Index}].id", $"belongs to the story '{ownerSlugs[takeaway.Item.Id!.Value]}'.")));
        }

        if (BodyValidation.ToProblem(validation) is { } invalid)
        {
            return new WriteProblem(invalid);
        }

        var currentTakeaways = current?.ReadDocument().Takeaways ?? [];
        var document = (submitted with { Slug = slug }).WithTakeawayIds(currentTakeaways);
        if (current is not null && current.ContentHash.AsSpan().SequenceEqual(document.ComputeContentHash())
            && document.Takeaways.Select(takeaway => takeaway.Id).SequenceEqual(currentTakeaways.Select(takeaway => takeaway.Id)))
        {
            return new SavedDraftResult(current) { IsSentByCaller = true };
        }

        var saved = current is null
            ? await drafts.Create(document, actor, cancellationToken)
            : await drafts.Save(current, document, actor, cancellationToken);
        if (saved is not null)
        {
            return current is null ? new CreatedDraftResult(saved) : new SavedDraftResult(saved) { IsSentByCaller = true };
        }

        var (latest, newSlug) = await drafts.Find(slug, cancellationToken);
        return newSlug is not null
            ? await CreateRenamedProblem(slug, newSlug, request, drafts, cancellationToken)
            : new WriteProblem(Preconditions.CreateConcurrentChangeProblem(request, latest?.ETag, Describe(slug)));
    }

    /// <summary>Returns the problem of a write to a former slug: 412 if it creates a draft, because the draft exists; otherwise 409.</summary>
    private static async Task<WriteProblem> CreateRenamedProblem(string slug, string newSlug, HttpRequest request, DraftStore drafts, CancellationToken cancellationToken) =>
        new((await drafts.Find(newSlug, cancellationToken)).Draft is { } draft && Preconditions.CheckFormerUrl(request, draft.ETag, Describe(newSlug), $"/v1/drafts/{newSlug}") is { } failure
            ? failure
            : RenamedProblem(slug, newSlug));

    private static string Describe(string slug) => $"The draft '{slug}'";
}
