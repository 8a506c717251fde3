using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization;
using ContentApi.Access;
using ContentApi.Http;
using ContentApi.Stories;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Authoring;

/// <summary>Which version shall be live, and when.</summary>
public sealed record PublicationRequest
{
    /// <summary>Number of a saved version. An older one than the newest is a way back.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int? Version { get; init; }

    /// <summary>When to publish it (RFC 3339), in the future; null: now.</summary>
    /// <example>2030-01-01T06:00:00Z</example>
    [JsonConverter(typeof(InstantConverter))]
    public DateTimeOffset? At { get; init; }
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

    /// <summary>Revision of the library at which this publication is true; null where nothing was published.</summary>
    /// <example>12</example>
    public required long? Revision { get; init; }
}

internal sealed class PublicationRequestValidator : AbstractValidator<PublicationRequest>
{
    public PublicationRequestValidator() => RuleFor(publication => publication.Version).NotNull().GreaterThan(0);
}

internal static class PublicationEndpoints
{
    public static void MapPublications(this RouteGroupBuilder v1)
    {
        var publication = v1.MapGroup("/drafts/{slug}/publication").WithTags("Drafts").RequireScope(Scope.Write);
        publication.MapPut("", Publish).WithName("publishDraft");
        publication.MapDelete("", Withdraw).WithName("withdrawDraft");
    }

    /// <summary>Publish a draft</summary>
    /// <remarks>
    /// Makes a saved version live: now, as one revision of the library (200), or at a time (202). Publishing what is live already changes
    /// nothing. An older version than the live one is a rollback. A schedule of another version stays.
    /// </remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Name of the draft.</param>
    internal static async Task<Results<Ok<PublicationStatus>, Scheduled, InvalidContent, NotFoundProblem, ConflictProblem>> Publish(
        [Slug] string slug, JsonBody<PublicationRequest> body, DraftStore drafts, VersionStore versions, Publisher publisher, Actor actor, CancellationToken cancellation)
    {
        var (wanted, at) = (body.Value.Version!.Value, body.Value.At?.UtcDateTime);
        if (await versions.Find(slug, wanted, cancellation) is not { } version)
        {
            return await drafts.Find(slug, cancellation) switch
            {
                ({ } draft, _) => new InvalidContent("version", $"is not one of the draft's, which are 1 to {draft.Version}."),
                (_, { } newName) => DraftEndpoints.OldName(slug, newName),
                _ => DraftEndpoints.NotFound(slug),
            };
        }

        if (at is not null)
        {
            return version.Document.PublishedAt?.UtcDateTime > at ? new InvalidContent("at", "is before the document's own publishedAt.")
                : await versions.Schedule(version.DraftId, wanted, at.Value, actor, cancellation) is { } scheduled ? new Scheduled(scheduled)
                : (await drafts.Find(slug, cancellation)).Draft is null ? DraftEndpoints.NotFound(slug)
                : new InvalidContent("at", "is past. Leave it out to publish now.");
        }

        return await publisher.Publish(version, actor, cancellation) switch
        {
            null => (await drafts.Find(slug, cancellation)).NewName is { } newName ? DraftEndpoints.OldName(slug, newName) : DraftEndpoints.NotFound(slug),
            { Outcome: PublicationOutcome.Invalid } refused => new InvalidContent("version", refused.Reason!),
            var publication => TypedResults.Ok(Status(publication)),
        };
    }

    /// <summary>Withdraw a story</summary>
    /// <remarks>
    /// Takes it out of the library at once: readers get 410 with the reason, lists and search no longer show it. What is not live but
    /// scheduled is no longer scheduled; what is both is neither afterwards.
    /// </remarks>
    /// <param name="slug" example="my-first-draft">Name of the draft.</param>
    /// <param name="reason" example="The source took back what it had said.">Why, for readers and partners.</param>
    internal static async Task<Results<NoContent, NotFoundProblem, ConflictProblem>> Withdraw(
        [Slug] string slug, [FromQuery(Name = "reason"), StringLength(2000, MinimumLength = 1)] string? reason, DraftStore drafts, Publisher publisher, Actor actor, CancellationToken cancellation)
    {
        if (await publisher.Withdraw(slug, reason, actor, cancellation))
        {
            return TypedResults.NoContent();
        }

        return await drafts.Find(slug, cancellation) switch
        {
            ({ } draft, _) => new NotFoundProblem($"'{slug}' is neither published nor scheduled; its state is {draft.State}."),
            (_, { } newName) => DraftEndpoints.OldName(slug, newName),
            _ => DraftEndpoints.NotFound(slug),
        };
    }

    private static PublicationStatus Status(Publication publication) => new()
    {
        Slug = publication.Slug,
        State = publication.Draft!.State,
        Version = publication.Draft.PublishedVersion,
        ScheduledVersion = publication.Draft.ScheduledVersion,
        ScheduledAt = publication.Draft.ScheduledAt,
        Revision = publication.Revision,
    };
}

/// <summary>202: it will be published.</summary>
internal sealed class Scheduled(PublicationStatus status) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status202Accepted;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status202Accepted;
        return httpContext.Response.WriteAsJsonAsync(status, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status202Accepted, typeof(PublicationStatus), ["application/json"]));
}
