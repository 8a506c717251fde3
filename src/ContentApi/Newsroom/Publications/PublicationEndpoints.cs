using ContentApi.Core.Model;
using ContentApi.Newsroom.Drafts;
using ContentApi.Publishing;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Problems;
using ContentApi.Web.Security;
using ContentApi.Web.Validation;
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
    /// version. Returns 422 if the document's `publishedAt` is in the future, or if its title, its body or a takeaway has no visible
    /// content. The visible content of a body is text, an image or code.
    /// </remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Slug of the draft.</param>
    internal static async Task<Results<Ok<PublicationStatus>, InvalidContentProblem, NotFoundProblem, ConflictProblem>> Publish(
        [Slug] string slug, JsonBody<PublicationRequest> body, HttpResponse response, DraftStore drafts, VersionStore versions, Publisher publisher, Caller caller, CancellationToken cancellationToken)
    {
        var versionNumber = body.Value.Version!.Value;
        if (await versions.Find(slug, versionNumber, cancellationToken) is not { } version)
        {
            return await drafts.Find(slug, cancellationToken) switch
            {
                ({ } draft, _) => new InvalidContentProblem("version", $"must be a version of the draft, from 1 to {draft.Version}."),
                (_, { } newSlug) => DraftEndpoints.RenamedProblem(slug, newSlug),
                _ => DraftEndpoints.NotFound(slug),
            };
        }

        return await publisher.Publish(version, caller.Actor, cancellationToken) switch
        {
            null => (await drafts.Find(slug, cancellationToken)).NewSlug is { } newSlug ? DraftEndpoints.RenamedProblem(slug, newSlug) : DraftEndpoints.NotFound(slug),
            { Outcome: PublicationOutcome.Invalid } rejected => new InvalidContentProblem("version", rejected.Reason!),
            var publication => ToStatus(publication.Draft!, publication.Revision!.Value, response),
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
