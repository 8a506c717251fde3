using System.Text;
using System.Text.Json;
using ContentApi.Core.Model;
using ContentApi.Library;
using ContentApi.Publishing;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Problems;
using ContentApi.Web.ResponseCache;
using ContentApi.Web.Security;
using ContentApi.Web.Validation;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace ContentApi.Newsroom.Founders;

/// <summary>Saves and deletes founders. A founder has no draft: a change is live at once, as one revision.</summary>
internal static class FounderWriteEndpoints
{
    public static void MapFounderWrites(this RouteGroupBuilder v1)
    {
        var founders = v1.MapGroup("/founders/{slug}").WithTags("Founders").RequireScope(Scope.Write);
        founders.MapPut("", Save).WithName("saveFounder").WithHeaders([200, 201], "ETag");
        founders.MapDelete("", Delete).WithName("deleteFounder");
    }

    /// <summary>Save a founder</summary>
    /// <remarks>
    /// To create a founder, send `If-None-Match: *`. To replace the name, bio and portrait of a founder, send `If-Match` with the `ETag` of
    /// `GET /v1/founders/{slug}`. Members that are omitted or null are removed; `name` is required.
    /// </remarks>
    /// <param name="slug" example="nora-lind">Slug of the founder.</param>
    [DeferredValidation]
    internal static async Task<Results<Ok<Founder>, CreatedFounderResult, WriteProblem>> Save(
        [Slug] string slug, JsonBody<FounderRequest> body, HttpContext context, FounderReader founders, LibraryEditor editor, IValidator<FounderDocument> validator, Caller caller, CancellationToken cancellationToken)
    {
        if (!Slug.IsValid(slug))
        {
            return new WriteProblem(new InvalidRequestProblem("slug", Slug.Requirement));
        }

        var (name, current) = ($"The founder '{slug}'", await founders.Find(slug, cancellationToken));
        if (Preconditions.Check(context.Request, ComputeETag(current), name) is { } failure)
        {
            return new WriteProblem(failure);
        }

        var submitted = body.Value.WithoutComments();
        var validation = await validator.ValidateAsync(new() { Slug = slug, Name = submitted.Name, Bio = submitted.Bio, Image = submitted.Image }, cancellationToken);
        if (submitted.Slug is not null && submitted.Slug != slug)
        {
            validation.Errors.Add(new ValidationFailure("slug", $"must match the slug in the URL, '{slug}'. The slug of a founder cannot be changed."));
        }

        if (submitted.Name is null)
        {
            validation.Errors.Add(new ValidationFailure("name", "must not be empty."));
        }

        if (BodyValidation.ToProblem(validation) is { } invalid)
        {
            return new WriteProblem(invalid);
        }

        var saved = await editor.SaveFounder(
            slug,
            existing => (existing ?? new(Guid.CreateVersion7(), slug, "", Bio: null, ImageJson: null, Revision: 0)) with
            {
                Name = submitted.Name!.Trim(),
                Bio = submitted.Bio,
                ImageJson = submitted.Image is null ? null : JsonSerializer.Serialize(submitted.Image, StoryBodyJsonContext.Relaxed.Image),
            },
            expectedRevision: current?.Revision ?? 0,
            caller.Actor,
            cancellationToken);
        if (saved is null)
        {
            return new WriteProblem(Preconditions.CreateConcurrentChangeProblem(context.Request, ComputeETag(await founders.Find(slug, cancellationToken)), name));
        }

        // Returns what was saved, not the current row. With the entity tag of the current row, this editor could overwrite another editor's
        // change without having seen it.
        var founder = new Founder
        {
            Id = saved.Id,
            Slug = saved.Slug,
            Name = saved.Name,
            Bio = saved.Bio,
            Image = saved.ImageJson is null ? null : new(Encoding.UTF8.GetBytes(saved.ImageJson)),
            StoryCount = current?.StoryCount ?? 0,
        };
        context.Response.Headers.ETag = ComputeETag(founder);
        return current is null ? new CreatedFounderResult(founder) : TypedResults.Ok(founder);
    }

    /// <summary>Delete a founder</summary>
    /// <remarks>Deletes a founder; 409 if a published story refers to the founder.</remarks>
    /// <param name="slug" example="nora-lind">Slug of the founder.</param>
    internal static async Task<Results<NoContent, NotFoundProblem, ConflictProblem>> Delete([Slug] string slug, LibraryEditor editor, Caller caller, CancellationToken cancellationToken)
    {
        try
        {
            return await editor.DeleteFounder(slug, caller.Actor, cancellationToken) ? TypedResults.NoContent() : new NotFoundProblem($"No founder has the slug '{slug}'.");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return new ConflictProblem($"Founder '{slug}' has published stories. Withdraw them or change their founder first.");
        }
    }

    private static string? ComputeETag(Founder? founder) => founder is null ? null : EntityTag.Compute(founder, FounderJsonContext.Default.Founder);
}
