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

namespace ContentApi.Newsroom.Topics;

/// <summary>Saves, renames, merges and deletes topics. A topic has no draft: a change is live at once.</summary>
internal static class TopicWriteEndpoints
{
    public static void MapTopicWrites(this RouteGroupBuilder v1)
    {
        var topics = v1.MapGroup("/topics/{slug}").WithTags("Topics").RequireScope(Scope.Write);
        topics.MapPut("", Save).WithName("saveTopic").WithHeaders([200, 201], "ETag");
        topics.MapPatch("", Patch).WithName("patchTopic").WithHeaders([200], "ETag");
        topics.MapPost("/rename", Rename).WithName("renameTopic").WithHeaders([200], "ETag");
        topics.MapPost("/merge", Merge).WithName("mergeTopic").WithHeaders([200], "ETag");
        topics.MapDelete("", Delete).WithName("deleteTopic");
    }

    /// <summary>Save a topic</summary>
    /// <remarks>
    /// To create a topic, send `If-None-Match: *`. To replace the name of a topic, send `If-Match` with the `ETag` of
    /// `GET /v1/topics/{slug}`.
    /// </remarks>
    /// <param name="slug" example="craft">Slug of the topic.</param>
    [DeferredValidation]
    internal static Task<Results<Ok<Topic>, CreatedResourceResult<Topic>, WriteProblem>> Save(
        [Slug] string slug, JsonBody<TopicRequest> body, HttpContext context, NamedResourceWrites<Topic, TopicRow> topics, IValidator<TopicRequest> validator, Caller caller)
    {
        var submitted = body.Value.WithoutComments();
        return topics.Save(slug, context, () => Validate(slug, submitted, body.FindMissingMembers(), validator, context.RequestAborted), CreateUpdate(slug, submitted), caller);
    }

    /// <summary>Patch a topic</summary>
    /// <remarks>
    /// Applies a JSON Merge Patch (RFC 7396): members of the patch replace those of the topic. Send `If-Match` with the `ETag` of
    /// `GET /v1/topics/{slug}`.
    /// </remarks>
    /// <param name="slug" example="craft">Slug of the topic.</param>
    internal static Task<Results<Ok<Topic>, NotFoundProblem, WriteProblem>> Patch(
        [Slug] string slug, MergePatchBody<TopicRequest> body, HttpContext context, NamedResourceWrites<Topic, TopicRow> topics, IValidator<TopicRequest> validator, Caller caller) =>
        topics.Patch(
            slug,
            context,
            async current =>
            {
                var content = JsonSerializer.SerializeToElement(new TopicRequest { Name = current.Name }, StrictJson.Options);
                var (patched, problem) = StrictJson.Parse<TopicRequest>(MergePatch.Apply(content, body.Value));
                var submitted = patched?.WithoutComments();
                problem ??= BodyValidation.ToProblem(await Validate(slug, submitted!, missingMembers: [], validator, context.RequestAborted));
                return problem is null ? (CreateUpdate(slug, submitted!), null) : (null, problem);
            },
            caller);

    /// <summary>Rename a topic</summary>
    /// <remarks>
    /// Gives the topic another slug, as one revision. The former slug redirects (308), and story documents and filters that use it still find
    /// the topic. Returns 409 if the slug is the current or a former slug of another topic. `If-Match` is optional.
    /// </remarks>
    /// <param name="slug" example="craft">Current slug of the topic.</param>
    internal static Task<Results<Ok<Topic>, InvalidContentProblem, NotFoundProblem, ConflictProblem, PreconditionProblem>> Rename(
        [Slug] string slug, JsonBody<RenameRequest> body, HttpContext context, NamedResourceWrites<Topic, TopicRow> topics, Caller caller) =>
        topics.Rename(slug, body.Value.Slug, context, caller);

    /// <summary>Merge a topic into another one</summary>
    /// <remarks>
    /// Moves all stories to the other topic, which the response contains, and deletes this one. A story that has both topics keeps the first
    /// position. The slug and the name of this topic lead to the other one: the slug redirects (308), also after later renames and merges. The
    /// change log records `merged` with `mergedInto`, and each story that moves as `updated`. `If-Match` is optional and accepts the `ETag` of
    /// this topic.
    /// </remarks>
    /// <param name="slug" example="handcraft">Slug of the topic to merge.</param>
    internal static Task<Results<Ok<Topic>, InvalidContentProblem, NotFoundProblem, ConflictProblem, PreconditionProblem>> Merge(
        [Slug] string slug, JsonBody<MergeRequest> body, HttpContext context, NamedResourceWrites<Topic, TopicRow> topics, Caller caller) =>
        topics.Merge(slug, body.Value.Into, context, caller);

    /// <summary>Delete a topic</summary>
    /// <remarks>Deletes a topic; 409 if a published story has the topic. `If-Match` is optional.</remarks>
    /// <param name="slug" example="craft">Slug of the topic.</param>
    internal static Task<Results<NoContent, NotFoundProblem, ConflictProblem, PreconditionProblem>> Delete([Slug] string slug, HttpContext context, NamedResourceWrites<Topic, TopicRow> topics, Caller caller) =>
        topics.Delete(slug, $"Published stories have the topic '{slug}'. Change them first, or merge the topic into another one: POST /v1/topics/{slug}/merge.", context, caller);

    private static async Task<ValidationResult> Validate(string slug, TopicRequest submitted, IReadOnlyList<string> missingMembers, IValidator<TopicRequest> validator, CancellationToken cancellationToken)
    {
        var result = await validator.ValidateAsync(submitted, cancellationToken);
        if (submitted.Slug is not null && submitted.Slug != slug)
        {
            result.Errors.Add(new ValidationFailure("slug", $"must match the slug in the URL, '{slug}'. To rename the topic, send POST /v1/topics/{slug}/rename."));
        }

        if (submitted.Name is null)
        {
            result.Errors.Add(new ValidationFailure("name", missingMembers.Contains("name") ? "is required." : "must not be empty."));
        }

        return result;
    }

    private static Func<TopicRow?, long, TopicRow> CreateUpdate(string slug, TopicRequest submitted) =>
        (existing, revision) => (existing ?? new TopicRow { Id = Guid.CreateVersion7(), Slug = slug, Name = "" }) with { Name = submitted.Name.Trim(), Revision = revision };
}
