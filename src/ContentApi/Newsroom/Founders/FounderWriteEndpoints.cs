using System.Text.Json;
using ContentApi.Core.Model;
using ContentApi.Newsroom.Identity;
using ContentApi.Publishing;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Problems;
using ContentApi.Web.Security;
using ContentApi.Web.Validation;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContentApi.Newsroom.Founders;

/// <summary>Saves, renames, merges and deletes founders. A founder has no draft: a change is live at once.</summary>
internal static class FounderWriteEndpoints
{
    public static void MapFounderWrites(this RouteGroupBuilder v1)
    {
        var founders = v1.MapGroup("/founders/{slug}").WithTags("Founders").RequireScope(Scope.Write);
        founders.MapPut("", Save).WithName("saveFounder").WithHeaders([200, 201], "ETag");
        founders.MapPatch("", Patch).WithName("patchFounder").WithHeaders([200], "ETag");
        founders.MapPost("/rename", Rename).WithName("renameFounder").WithHeaders([200], "ETag");
        founders.MapPost("/merge", Merge).WithName("mergeFounder").WithHeaders([200], "ETag");
        founders.MapDelete("", Delete).WithName("deleteFounder");
    }

    /// <summary>Save a founder</summary>
    /// <remarks>
    /// To create a founder, send `If-None-Match: *`. To replace the name, bio and portrait of a founder, send `If-Match` with the `ETag` of
    /// `GET /v1/founders/{slug}`. All three members are required; to change some of them, use `PATCH`.
    /// </remarks>
    /// <param name="slug" example="nora-lind">Slug of the founder.</param>
    [DeferredValidation]
    internal static Task<Results<Ok<Founder>, CreatedResourceResult<Founder>, WriteProblem>> Save(
        [Slug] string slug, JsonBody<FounderRequest> body, HttpContext context, NamedResourceWrites<Founder, FounderRow> founders, IValidator<FounderDocument> validator, Caller caller)
    {
        var submitted = body.Value.WithoutComments();
        return founders.Save(slug, context, () => Validate(slug, submitted, body.FindMissingMembers(), validator, context.RequestAborted), CreateUpdate(slug, submitted), caller);
    }

    /// <summary>Patch a founder</summary>
    /// <remarks>
    /// Applies a JSON Merge Patch (RFC 7396): members of the patch replace those of the founder; null removes the bio or the portrait. Send
    /// `If-Match` with the `ETag` of `GET /v1/founders/{slug}`.
    /// </remarks>
    /// <param name="slug" example="nora-lind">Slug of the founder.</param>
    internal static Task<Results<Ok<Founder>, NotFoundProblem, WriteProblem>> Patch(
        [Slug] string slug, MergePatchBody<FounderRequest> body, HttpContext context, NamedResourceWrites<Founder, FounderRow> founders, IValidator<FounderDocument> validator, Caller caller) =>
        founders.Patch(
            slug,
            context,
            async current =>
            {
                var image = current.Image is null ? null : JsonSerializer.Deserialize(current.Image.Utf8.Span, StoryBodyJsonContext.Relaxed.Image);
                var content = JsonSerializer.SerializeToElement(new FounderRequest { Name = current.Name, Bio = current.Bio, Image = image }, StrictJson.Options);
                var (patched, problem) = StrictJson.Parse<FounderRequest>(MergePatch.Apply(content, body.Value));
                var submitted = patched?.WithoutComments();
                problem ??= BodyValidation.ToProblem(await Validate(slug, submitted!, missingMembers: [], validator, context.RequestAborted));
                return problem is null ? (CreateUpdate(slug, submitted!), null) : (null, problem);
            },
            caller);

    /// <summary>Rename a founder</summary>
    /// <remarks>
    /// Gives the founder another slug, as one revision. The former slug redirects (308), and story documents and filters that use it still find
    /// the founder. Returns 409 if the slug is the current or a former slug of another founder. `If-Match` is optional.
    /// </remarks>
    /// <param name="slug" example="nora-lind">Current slug of the founder.</param>
    internal static Task<Results<Ok<Founder>, InvalidContentProblem, NotFoundProblem, ConflictProblem, PreconditionProblem>> Rename(
        [Slug] string slug, JsonBody<RenameRequest> body, HttpContext context, NamedResourceWrites<Founder, FounderRow> founders, Caller caller) =>
        founders.Rename(slug, body.Value.Slug, context, caller);

    /// <summary>Merge a founder into another one</summary>
    /// <remarks>
    /// Moves all stories to the other founder, which the response contains, and deletes this one. The slug and the name of this founder lead to
    /// the other one: the slug redirects (308), also after later renames and merges. The change log records `merged` with `mergedInto`, and
    /// each story that moves as `updated`. `If-Match` is optional and accepts the `ETag` of this founder.
    /// </remarks>
    /// <param name="slug" example="nora-lind-of-malmo">Slug of the founder to merge.</param>
    internal static Task<Results<Ok<Founder>, InvalidContentProblem, NotFoundProblem, ConflictProblem, PreconditionProblem>> Merge(
        [Slug] string slug, JsonBody<MergeRequest> body, HttpContext context, NamedResourceWrites<Founder, FounderRow> founders, Caller caller) =>
        founders.Merge(slug, body.Value.Into, context, caller);

    /// <summary>Delete a founder</summary>
    /// <remarks>
    /// Deletes a founder; 409 if a published story is about the founder, or recommends an announced story about the founder. `If-Match` is
    /// optional.
    /// </remarks>
    /// <param name="slug" example="nora-lind">Slug of the founder.</param>
    internal static Task<Results<NoContent, NotFoundProblem, ConflictProblem, PreconditionProblem>> Delete([Slug] string slug, HttpContext context, NamedResourceWrites<Founder, FounderRow> founders, Caller caller) =>
        founders.Delete(slug, $"Published stories refer to the founder '{slug}', or recommend announced stories about the founder. Withdraw or change them first, or merge the founder into another one: POST /v1/founders/{slug}/merge.", context, caller);

    private static async Task<ValidationResult> Validate(string slug, FounderRequest submitted, IReadOnlyList<string> missingMembers, IValidator<FounderDocument> validator, CancellationToken cancellationToken)
    {
        var result = await validator.ValidateAsync(new() { Slug = slug, Name = submitted.Name, Bio = submitted.Bio, Image = submitted.Image }, cancellationToken);
        if (submitted.Slug is not null && submitted.Slug != slug)
        {
            result.Errors.Add(new ValidationFailure("slug", $"must match the slug in the URL, '{slug}'. To rename the founder, send POST /v1/founders/{slug}/rename."));
        }

        result.Errors.AddRange(missingMembers.Select(member => new ValidationFailure(member, $"is required. To change only some members, send PATCH /v1/founders/{slug}.")));
        if (submitted.Name is null && !missingMembers.Contains("name"))
        {
            result.Errors.Add(new ValidationFailure("name", "must not be empty."));
        }

        return result;
    }

    private static Func<FounderRow?, long, FounderRow> CreateUpdate(string slug, FounderRequest submitted) =>
        (existing, revision) => (existing ?? new FounderRow { Id = Guid.CreateVersion7(), Slug = slug, Name = "" }) with
        {
            Name = submitted.Name.Trim(),
            Bio = submitted.Bio,
            ImageJson = FounderRow.SerializeImage(submitted.Image),
            Revision = revision,
        };
}
