using ContentApi.Core.Model;
using ContentApi.Newsroom.Drafts;
using ContentApi.Publishing;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Problems;
using ContentApi.Web.Security;
using ContentApi.Web.Validation;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContentApi.Newsroom.Publications;

internal static class PublicationEndpoints
{
    public static void MapPublications(this RouteGroupBuilder v1)
    {
        var drafts = v1.MapGroup("/drafts/{slug}").WithTags("Drafts").RequireScope(Scope.Write);
        drafts.MapPut("/publication", Publish).WithName("publishDraft").WithHeaders([200], "ETag");
        drafts.MapPost("/withdraw", Withdraw).WithName("withdrawDraft").WithHeaders([200], "ETag");
    }

    /// <summary>Publish a draft</summary>
    /// <remarks>
    /// Makes a saved version live at once, as one revision of the library. Publishing the live version changes nothing; publishing an older
    /// version than the live one is a rollback. If this version is also scheduled, its schedule is deleted. If another version is scheduled
    /// (`scheduledVersion`), that schedule stays, and the other version becomes live at `scheduledAt`. To publish later, schedule the
    /// version. `If-Match` is required and accepts the `ETag` of the draft. Returns 422 if the document's `publishedAt` is in the future, or
    /// if its title, its body or a takeaway has no visible content. The visible content of a body is text, an image or code.
    ///
    /// `reason` makes the publication a correction: it is public, and appears in the `corrections` of the story, in the change log and in
    /// the audit log. If this version is scheduled with a reason, that reason is used unless the request has one. A reason returns 422 if
    /// nothing is corrected: if the story has never been published, or if the version is live already (except with the same reason, so that
    /// you can repeat a request).
    /// </remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Slug of the draft.</param>
    [DeferredValidation]
    internal static async Task<Results<Ok<PublicationStatus>, NotFoundProblem, WriteProblem>> Publish(
        [Slug] string slug, JsonBody<PublicationRequest> body, HttpContext context, DraftStore drafts, VersionStore versions, Publisher publisher, IValidator<PublicationRequest> validator, Caller caller, CancellationToken cancellationToken)
    {
        var version = body.Value.Version is { } number ? await versions.Find(slug, number, cancellationToken) : null;
        var (draft, newSlug) = version is null ? await drafts.Find(slug, cancellationToken) : default;
        if (version is null && draft is null)
        {
            return newSlug is not null ? new WriteProblem(DraftEndpoints.RenamedProblem(slug, newSlug)) : DraftEndpoints.NotFound(slug);
        }

        if (CheckPreconditions(context.Request, slug, version?.DraftETag ?? draft!.ETag, version is null ? draft!.PublishedVersion : version.PublishedVersion) is { } failure)
        {
            return new WriteProblem(failure);
        }

        if (BodyValidation.ToProblem(await validator.ValidateAsync(body.Value, cancellationToken)) is { } invalid)
        {
            return new WriteProblem(invalid);
        }

        if (version is null)
        {
            return new WriteProblem(new InvalidContentProblem("version", $"must be a version of the draft, from 1 to {draft!.Version}."));
        }

        // The draft may change until the publication has the lock, so the preconditions are checked again there.
        return await publisher.Publish(version, body.Value.Reason, current => CheckPreconditions(context.Request, slug, current!.ETag, current.PublishedVersion) is null, caller.Actor, cancellationToken) switch
        {
            null => (await drafts.Find(slug, cancellationToken)).NewSlug is { } movedTo ? new WriteProblem(DraftEndpoints.RenamedProblem(slug, movedTo)) : DraftEndpoints.NotFound(slug),
            { IsPreconditionFailed: true, PreviousDraft: { } current } => new WriteProblem(CheckPreconditions(context.Request, slug, current.ETag, current.PublishedVersion)!),
            { Outcome: PublicationOutcome.Invalid } rejected => new WriteProblem(new InvalidContentProblem(rejected.RefusedMember, rejected.Reason!)),
            var publication => ToStatus(publication.Draft!, publication.Revision!.Value, context.Response),
        };
    }

    /// <summary>Withdraw a story</summary>
    /// <remarks>
    /// Removes the story from the library at once: readers get 410 with the public reason, and lists and search omit it. The draft's
    /// schedule is deleted too, so that the story is not republished automatically; to publish it again, publish or schedule a version.
    /// Returns 409 if the story is not published. `If-Match` is optional and accepts the `ETag` of the draft. The body and its members are
    /// optional.
    /// </remarks>
    /// <param name="slug" example="the-quiet-bakery">Slug of the draft.</param>
    internal static async Task<Results<Ok<PublicationStatus>, NotFoundProblem, ConflictProblem, PreconditionProblem>> Withdraw(
        [Slug] string slug, OptionalJsonBody<WithdrawalRequest> body, HttpContext context, DraftStore drafts, LibraryEditor editor, Caller caller, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var withdrawal = await editor.Withdraw(slug, body.Value ?? new(), etag => Preconditions.CheckIfMatch(request, etag) is null, caller.Actor, cancellationToken);
        return withdrawal switch
        {
            { Draft: null } => (await drafts.Find(slug, cancellationToken)).NewSlug is { } newSlug ? DraftEndpoints.RenamedProblem(slug, newSlug) : DraftEndpoints.NotFound(slug),
            { Outcome: WithdrawalOutcome.NotPublished, Draft.ScheduledAt: not null } => new ConflictProblem($"'{slug}' is scheduled, but not published yet. To cancel the schedule, send DELETE /v1/drafts/{slug}/schedule."),
            { Outcome: WithdrawalOutcome.NotPublished, Draft: var draft } => new ConflictProblem($"'{slug}' is not published; its state is {draft.State.GetName()}."),
            { Outcome: WithdrawalOutcome.PreconditionFailed, Draft: var draft } => new PreconditionProblem(Preconditions.CheckIfMatch(request, draft.ETag)!),
            { Draft: var draft } => ToStatus(draft, withdrawal.Revision, context.Response),
        };
    }

    private static ProblemResult? CheckPreconditions(HttpRequest request, string slug, string etag, int? publishedVersion) =>
        Preconditions.CheckSubresource(request, etag, exists: publishedVersion is not null, $"The publication of the draft '{slug}'");

    private static Ok<PublicationStatus> ToStatus(DraftRow draft, long revision, HttpResponse response)
    {
        response.Headers.ETag = draft.ETag;
        return TypedResults.Ok(new PublicationStatus
        {
            Slug = draft.Slug,
            State = draft.State,
            Version = draft.PublishedVersion,
            ScheduledVersion = draft.ScheduledVersion,
            ScheduledAt = draft.ScheduledAt,
            Revision = revision,
        });
    }
}
