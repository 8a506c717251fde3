using System.ComponentModel.DataAnnotations;
using ContentApi.Access;
using ContentApi.Http;
using ContentApi.Stories;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContentApi.Authoring;

/// <summary>The version to publish.</summary>
public sealed record PublicationRequest
{
    /// <summary>Number of a saved version. An older one than the newest is a rollback.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int? Version { get; init; }
}

/// <summary>Why a story is withdrawn.</summary>
public sealed record WithdrawalRequest
{
    /// <summary>The public reason, for readers (410) and partners (change log), at most 2,000 characters; null: none is given.</summary>
    /// <example>The source took back what it had said.</example>
    [Text(2000, MinLength = 1)]
    public string? Reason { get; init; }

    /// <summary>The reason for the newsroom alone, at most 2,000 characters: it is recorded in the audit and nowhere else. Null: none is given.</summary>
    /// <example>Legal asked for it; see ticket 1204.</example>
    [Text(2000, MinLength = 1)]
    public string? InternalReason { get; init; }
}

/// <summary>What readers see of a draft, and what they will see.</summary>
public sealed record PublicationStatus
{
    /// <summary>Name of the draft.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>State of the draft, as in `GET /v1/drafts`.</summary>
    /// <example>published</example>
    [AllowedValues("draft", "scheduled", "published", "changed", "withdrawn")]
    public required string State { get; init; }

    /// <summary>The version that readers see; null: none.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int? Version { get; init; }

    /// <summary>The version that is scheduled; null: none.</summary>
    /// <example>4</example>
    [Range(1, int.MaxValue)]
    public required int? ScheduledVersion { get; init; }

    /// <summary>When it will be published (RFC 3339, UTC); null: nothing is scheduled.</summary>
    /// <example>2030-01-01T06:00:00Z</example>
    public required DateTime? ScheduledAt { get; init; }

    /// <summary>Revision of the library at which this is true.</summary>
    /// <example>12</example>
    public required long Revision { get; init; }
}

internal sealed class PublicationRequestValidator : AbstractValidator<PublicationRequest>
{
    public PublicationRequestValidator() => RuleFor(publication => publication.Version).NotNull().GreaterThan(0);
}

internal sealed class WithdrawalRequestValidator : AbstractValidator<WithdrawalRequest>
{
    public WithdrawalRequestValidator()
    {
        RuleFor(withdrawal => withdrawal.Reason).Text(2000).NotEmpty().When(withdrawal => withdrawal.Reason is not null);
        RuleFor(withdrawal => withdrawal.InternalReason).Text(2000).NotEmpty().When(withdrawal => withdrawal.InternalReason is not null);
    }
}

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
    /// Makes a saved version live now, as one revision of the library. Publishing what is live already changes nothing. An older version than
    /// the live one is a rollback. A schedule of this version is done with it; one of another version stays, as `scheduledVersion` shows, and
    /// replaces this version at its time. To publish later, schedule the version. A version whose body has nothing to see is a 422: no text,
    /// image or code, but only spaces, invisible characters, dividers or comments.
    /// </remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Name of the draft.</param>
    internal static async Task<Results<Ok<PublicationStatus>, InvalidContent, NotFoundProblem, ConflictProblem>> Publish(
        [Slug] string slug, JsonBody<PublicationRequest> body, HttpResponse response, DraftStore drafts, VersionStore versions, Publisher publisher, Caller caller, CancellationToken cancellationToken)
    {
        var wanted = body.Value.Version!.Value;
        if (await versions.Find(slug, wanted, cancellationToken) is not { } version)
        {
            return await drafts.Find(slug, cancellationToken) switch
            {
                ({ } draft, _) => new InvalidContent("version", $"is not one of the draft's, which are 1 to {draft.Version}."),
                (_, { } newName) => DraftEndpoints.OldName(slug, newName),
                _ => DraftEndpoints.NotFound(slug),
            };
        }

        return await publisher.Publish(version, caller.Actor, cancellationToken) switch
        {
            null => (await drafts.Find(slug, cancellationToken)).NewName is { } newName ? DraftEndpoints.OldName(slug, newName) : DraftEndpoints.NotFound(slug),
            { Outcome: PublicationOutcome.Invalid } refused => new InvalidContent("version", refused.Reason!),
            var publication => Status(publication.Draft!, publication.Revision!.Value, response),
        };
    }

    /// <summary>Withdraw a story</summary>
    /// <remarks>
    /// Takes it out of the library at once: readers get 410 with the public reason, lists and search no longer show it. Its schedule is deleted
    /// with it, so that it does not come back by itself; to publish it again, publish or schedule a version. A story that is not published is a
    /// 409. `If-Match` is optional and takes the `ETag` of the draft. The body is optional, as are its members.
    /// </remarks>
    /// <param name="slug" example="my-first-draft">Name of the draft.</param>
    internal static async Task<Results<Ok<PublicationStatus>, NotFoundProblem, ConflictProblem, FailedPrecondition>> Withdraw(
        [Slug] string slug, OptionalJsonBody<WithdrawalRequest> body, HttpContext context, DraftStore drafts, Publisher publisher, Caller caller, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var withdrawal = await publisher.Withdraw(slug, body.Value ?? new(), etag => Preconditions.CheckMatch(request, etag) is null, caller.Actor, cancellationToken);
        return withdrawal switch
        {
            { Draft: null } => (await drafts.Find(slug, cancellationToken)).NewName is { } newName ? DraftEndpoints.OldName(slug, newName) : DraftEndpoints.NotFound(slug),
            { Outcome: WithdrawalOutcome.NotPublished, Draft.ScheduledAt: not null } => new ConflictProblem($"'{slug}' is not published but scheduled. To delete the schedule, send DELETE /v1/drafts/{slug}/schedule."),
            { Outcome: WithdrawalOutcome.NotPublished, Draft: var draft } => new ConflictProblem($"'{slug}' is not published; its state is {draft.State}."),
            { Outcome: WithdrawalOutcome.Stale, Draft: var draft } => new FailedPrecondition(Preconditions.CheckMatch(request, draft.ETag)!),
            { Draft: var draft } => Status(draft, withdrawal.Revision, context.Response),
        };
    }

    private static Ok<PublicationStatus> Status(DraftRow draft, long revision, HttpResponse response)
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
