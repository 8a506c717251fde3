using ContentApi.Core.Formats;
using ContentApi.Core.Model;
using ContentApi.Newsroom.Drafts;
using ContentApi.Publishing;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Problems;
using ContentApi.Web.Security;
using ContentApi.Web.Validation;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContentApi.Newsroom.Publications;

internal static class ScheduleEndpoints
{
    public static void MapSchedules(this RouteGroupBuilder v1)
    {
        v1.MapGet("/drafts/{slug}/schedule", Get).WithName("getSchedule").WithTags("Drafts").RequireScope(Scope.Preview).WithHeaders([200], "ETag");

        var writing = v1.MapGroup("/drafts/{slug}/schedule").WithTags("Drafts").RequireScope(Scope.Write);
        writing.MapPut("", Save).WithName("saveSchedule").WithHeaders([200, 201], "ETag");
        writing.MapDelete("", Delete).WithName("deleteSchedule").WithHeaders([204], "ETag");
    }

    /// <summary>Get the schedule of a draft</summary>
    /// <remarks>
    /// Returns the scheduled version and its time of publication; 404 if nothing is scheduled. The `ETag` is that of the draft.
    /// </remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Slug of the draft.</param>
    internal static async Task<Results<Ok<Schedule>, SlugRedirect, NotFoundProblem, PreconditionProblem>> Get(
        [Slug] string slug, HttpContext context, ScheduleStore schedules, DraftStore drafts, CancellationToken cancellationToken)
    {
        if (await schedules.Find(slug, version: null, cancellationToken) is not { } draft)
        {
            return (await drafts.Find(slug, cancellationToken)).NewSlug is { } newSlug ? new SlugRedirect(newSlug) : DraftEndpoints.NotFound(slug);
        }

        if (draft.Schedule is not { } schedule)
        {
            return NotScheduled(slug);
        }

        if (Preconditions.CheckRead(context.Request, draft.ETag) is { } failure)
        {
            return failure;
        }

        context.Response.Headers.ETag = draft.ETag;
        return TypedResults.Ok(schedule);
    }

    /// <summary>Schedule a publication</summary>
    /// <remarks>
    /// Schedules a saved version for publication at a future time: creates a schedule (201) or replaces the existing one (200). The live
    /// version stays until then. `If-Match` accepts the `ETag` of the draft, which changes with its schedule; add `If-None-Match: *`
    /// to reject the request if a schedule exists. A draft has at most one schedule. Publishing another version before the scheduled time
    /// keeps the schedule; withdrawing the story deletes it. Like publishing, returns 422 if the title, the body or a takeaway has no
    /// visible content. A `reason` is published with the version, as a correction; if the story has never been published, it returns 422. If
    /// the version is live already at the scheduled time, the publication fails, and `scheduleFault` of the draft reports that the reason is
    /// not recorded.
    /// </remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Slug of the draft.</param>
    [DeferredValidation]
    internal static async Task<Results<Ok<Schedule>, Created<Schedule>, NotFoundProblem, WriteProblem>> Save(
        [Slug] string slug, JsonBody<ScheduleRequest> body, HttpContext context, ScheduleStore schedules, DraftStore drafts, IValidator<ScheduleRequest> validator, LinkGenerator linkGenerator, Caller caller, CancellationToken cancellationToken)
    {
        var request = body.Value;
        while (await schedules.Find(slug, request.Version, cancellationToken) is { } draft)
        {
            if (Preconditions.CheckSubresource(context.Request, draft.ETag, exists: draft.Schedule is not null, $"The schedule of the draft '{slug}'") is { } failure)
            {
                return new WriteProblem(failure);
            }

            if (BodyValidation.ToProblem(Validate(request, draft, validator, cancellationToken)) is { } invalid)
            {
                return new WriteProblem(invalid);
            }

            var schedule = new Schedule { Version = request.Version!.Value, At = TruncateToMicroseconds(request.At!.Value), Reason = request.Reason };
            var saved = draft.Schedule == schedule ? schedule : await schedules.Save(draft, schedule, caller.Actor, cancellationToken);
            if (saved is not null)
            {
                context.Response.Headers.ETag = DraftEntityTag.Format(draft.Id, draft.Version, saved.Version, saved.At, saved.Reason);
                return draft.Schedule is null
                    ? TypedResults.Created(linkGenerator.GetPathByName(context, "getSchedule", new { slug }), saved)
                    : TypedResults.Ok(saved);
            }
        } // retries if the draft has changed between the read and the write

        return (await drafts.Find(slug, cancellationToken)).NewSlug is { } newSlug ? new WriteProblem(DraftEndpoints.RenamedProblem(slug, newSlug)) : DraftEndpoints.NotFound(slug);
    }

    /// <summary>Delete a schedule</summary>
    /// <remarks>
    /// Cancels the scheduled publication; the live version stays. Returns 404 if nothing is scheduled, including when the scheduled version
    /// has just been published. `If-Match` is optional and accepts the `ETag` of the draft; the response has the new `ETag` of the draft.
    /// </remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Slug of the draft.</param>
    internal static async Task<Results<NoContent, NotFoundProblem, ConflictProblem, PreconditionProblem>> Delete(
        [Slug] string slug, HttpContext context, ScheduleStore schedules, DraftStore drafts, Caller caller, CancellationToken cancellationToken)
    {
        while (await schedules.Find(slug, version: null, cancellationToken) is { } draft)
        {
            if (draft.Schedule is null)
            {
                return NotScheduled(slug);
            }

            if (Preconditions.CheckIfMatch(context.Request, draft.ETag) is { } failure)
            {
                return new PreconditionProblem(failure);
            }

            if (await schedules.Delete(draft, caller.Actor, cancellationToken))
            {
                context.Response.Headers.ETag = DraftEntityTag.Format(draft.Id, draft.Version, scheduledVersion: null, scheduledAt: null, scheduledReason: null);
                return TypedResults.NoContent();
            }
        } // retries if the draft has changed between the read and the write

        return (await drafts.Find(slug, cancellationToken)).NewSlug is { } newSlug ? DraftEndpoints.RenamedProblem(slug, newSlug) : DraftEndpoints.NotFound(slug);
    }

    /// <summary>Validates the members on their own and against the draft, and returns all errors at once.</summary>
    private static ValidationResult Validate(ScheduleRequest request, ScheduledDraft draft, IValidator<ScheduleRequest> validator, CancellationToken cancellationToken)
    {
        var validation = validator.Validate(request);
        var document = draft.ReadDocument();
        var versionError = document is null ? $"must be a version of the draft, from 1 to {draft.Version}." : RenderedStory.Render(document, [], cancellationToken).IncompleteReason;
        if (request.Version > 0 && versionError is not null)
        {
            validation.Errors.Add(new ValidationFailure("version", versionError));
        }

        if (request.Reason is not null && draft.FirstPublishedAt is null)
        {
            validation.Errors.Add(new ValidationFailure("reason", CorrectionRules.NothingToCorrect));
        }

        if (request.At is { } at)
        {
            var timeError = TruncateToMicroseconds(at) <= draft.Now ? $"must be in the future. To publish now, send PUT /v1/drafts/{draft.Slug}/publication."
                : document?.PublishedAt > at ? "must not be before the publishedAt of the document."
                : null;
            if (timeError is not null)
            {
                validation.Errors.Add(new ValidationFailure("at", timeError));
            }
        }

        return validation;
    }

    /// <summary>Truncates a time to the microsecond precision of PostgreSQL.</summary>
    private static DateTime TruncateToMicroseconds(DateTimeOffset at) => at.UtcDateTime.AddTicks(-(at.UtcTicks % TimeSpan.TicksPerMicrosecond));

    private static NotFoundProblem NotScheduled(string slug) => new($"The draft '{slug}' has no schedule.");
}
